import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, hmac

from odoo.addons.rollout_phase.tools.week import local_day

from ..tools import link_token
from ..tools.release import plan_release
from ..tools.summary import summarize
from .rollout_program import LAUNCH_STAGES

_logger = logging.getLogger(__name__)

PURPOSE = "rollout_feedback.invitation"
TOKEN_SCOPE = "rollout_feedback.token"
BATCH_SIZE = 200
# Stands for the link in the mail that is rendered once for all who read the same language.
LINK_PLACEHOLDER = "https://link.invalid/"


class RolloutWave(models.Model):
    """The weekly form of one program in one ISO week: sent, answered, sealed, then released."""

    _name = "rollout.wave"
    _description = "Rollout Weekly Form"
    _order = "week desc, id desc"
    _rec_name = "week"

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    week = fields.Char(required=True, help="The ISO week, such as 2026-W47.")
    date_from = fields.Datetime("Starts", required=True)
    date_to = fields.Datetime("Closes", required=True, help="Answers are released after this.")
    state = fields.Selection(
        [("open", "Open"), ("released", "Released")], required=True, default="open", index=True
    )
    minimum_group = fields.Integer(
        required=True, help="What the people who answered this week were promised."
    )
    invited_count = fields.Integer("Invited", compute="_compute_invited_count")
    answer_count = fields.Integer("Answers", help="Known once the week is released.")
    feedback_ids = fields.One2many("rollout.feedback", "wave_id", "Released Answers")

    _week_unique = models.UniqueIndex("(program_id, week)", "There is one form per week.")

    @api.depends("program_id", "week")
    def _compute_invited_count(self):
        counts = {
            (program.id, week): count
            for program, week, count in self.env["rollout.mailing"]._read_group(
                [
                    ("program_id", "in", self.program_id.ids),
                    ("purpose", "=", PURPOSE),
                    ("period", "in", self.mapped("week")),
                    ("state", "=", "queued"),
                ],
                ["program_id", "period"],
                ["__count"],
            )
        }
        for wave in self:
            wave.invited_count = counts.get((wave.program_id.id, wave.week), 0)

    def action_view_feedback(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rollout_feedback.rollout_feedback_action"
        )
        return {**action, "domain": [("wave_id", "=", self.id)], "context": {}}

    # Invitations ---------------------------------------------------------------------------------

    @api.model
    def _cron_send_invitations(self):
        """Queue the invitations of the current week wherever they are due and not yet queued."""
        programs = self.env["rollout.program"].search(
            [("feedback_enabled", "=", True), ("phase_ids.stage_code", "in", LAUNCH_STAGES)]
        )
        pending = {
            program: len(self._get_pending(program))
            for program in programs
            if program._is_feedback_due()
        }
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=sum(pending.values()))
        for program, expected in pending.items():
            while expected > 0:
                # Each batch is a transaction of its own, begun by this lock: two workers never
                # prepare the same one, and whatever happens, a mail stands with its ledger row.
                if not program.try_lock_for_update(allow_referencing=True):
                    break
                try:
                    handled = program._get_feedback_wave()._invite_batch()
                except Exception:
                    self.env.cr.rollback()
                    _logger.exception("Weekly form of program %s could not be sent", program.id)
                    break
                expected = expected - handled if handled else 0
                if not cron._commit_progress(handled):
                    return

    @api.model
    def _get_pending(self, program):
        """Return the employees whom this week's form of ``program`` has not reached yet."""
        invitees = self.env["hr.employee"].union(*program._get_feedback_invitees())
        return self.env["rollout.mailing"]._get_pending(
            program, PURPOSE, program._get_feedback_week(), invitees
        )

    def _invite_batch(self) -> int:
        """Queue the next invitations of this wave and return how many people were dealt with."""
        self.ensure_one()
        program = self.program_id
        department_by_employee = program._get_feedback_invitees()
        batch = self._get_pending(program)[:BATCH_SIZE]
        mail_by_lang = {}

        def prepare(employee):
            lang = self._get_employee_lang(employee)
            if lang not in mail_by_lang:
                mail_by_lang[lang] = self.with_context(lang=lang)._render_invitation()
            subject, body = mail_by_lang[lang]
            token = link_token.issue(self.id, department_by_employee[employee], self._sign)
            link = f"{program.company_id.get_base_url()}/rollout/feedback/{token}?lang={lang}"
            return {
                "subject": subject,
                "body_html": body.replace(LINK_PLACEHOLDER, link),
                "email_from": program.company_id.email_formatted or self.env.user.email_formatted,
                "headers": repr(
                    {"X-Auto-Response-Suppress": "All", "Auto-Submitted": "auto-generated"}
                ),
                "rollout_wave_id": self.id,
            }

        self.env["rollout.mailing"]._queue_once(
            program, PURPOSE, self.week, batch, lambda employee: employee.work_email, prepare
        )
        return len(batch)

    def _get_employee_lang(self, employee) -> str:
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        # The language is on the employee's private page; only the mail's wording shows it.
        wanted = [employee.sudo().lang, self.company_id.partner_id.lang]
        return next((lang for lang in wanted if lang in installed), installed[0])

    def _render_invitation(self) -> tuple[str, str]:
        """Return the subject and body in the context's language, with a placeholder for the link."""
        company = self.company_id
        last_day = local_day(self.date_to, self.program_id._get_timezone()) - timedelta(days=1)
        body = self.env["ir.qweb"]._render(
            "rollout_feedback.invitation_mail",
            {
                "company_name": company.name,
                "link": LINK_PLACEHOLDER,
                "last_day": format_date(self.env, last_day, date_format="EEEE, d MMMM"),
                "lang": self.env.lang,
                "minimum_group": self.minimum_group,
            },
        )
        return self.env._("%s: how did your work go this week?", company.name), str(body)

    # Answers -------------------------------------------------------------------------------------

    @api.model
    def _sign(self, body: bytes) -> bytes:
        # The signing key is a system parameter.
        return bytes.fromhex(hmac(self.env(su=True), TOKEN_SCOPE, body.hex()))

    @api.model
    def _find_open(self, token: str, lock: bool = False) -> dict | None:
        """Look up what an unused token of a running week opens.

        :param lock: hold the wave open until the transaction ends: it can't be released meanwhile
        :return: ``wave_id``, ``department_id``, ``minimum_group`` and ``company_name``; None if the
            token is wrong, expired or used, without telling which
        """
        claim = link_token.read(token, self._sign)
        if not claim:
            return None
        self.flush_model(["state", "date_to", "minimum_group", "company_id"])
        self.env.cr.execute(
            SQL(
                """SELECT wave.id AS wave_id, department.id AS department_id,
                          wave.minimum_group, company.name AS company_name
                     FROM rollout_wave wave
                     JOIN res_company company ON company.id = wave.company_id
                LEFT JOIN hr_department department ON department.id = %s
                    WHERE wave.id = %s AND wave.state = 'open' AND wave.date_to > %s
                      AND NOT EXISTS (SELECT FROM rollout_spent_token spent
                                       WHERE spent.wave_id = wave.id AND spent.digest = %s)
                      %s""",
                claim.department_id,
                claim.wave_id,
                fields.Datetime.now(),
                link_token.digest(token),
                SQL("FOR SHARE OF wave") if lock else SQL(),
            ),
            # Failing to serialize with the release is tried again; the log must not show the digest.
            log_exceptions=False,
        )
        return next(iter(self.env.cr.dictfetchall()), None)

    @api.model
    def _seal_answer(self, token: str, answer: dict) -> bool:
        """Take in an answer, once per token.

        :param answer: as read by ``tools/answer.py``
        :return: False if the token is wrong, expired or used
        """
        found = self._find_open(token, lock=True)
        if not found or not self.env["rollout.spent.token"]._spend(
            found["wave_id"], link_token.digest(token)
        ):
            return False
        # The visitor may be a logged-in colleague, who must leave no trace.
        self.env["rollout.sealed.answer"].with_user(SUPERUSER_ID).create(
            {
                "wave_id": found["wave_id"],
                "department_id": found["department_id"],
                "payload": answer,
            }
        )
        return True

    # Release -------------------------------------------------------------------------------------

    @api.model
    def _cron_release(self):
        """Release the waves whose week is over, each in a transaction of its own."""
        closed = self.search(
            [("state", "=", "open"), ("date_to", "<=", fields.Datetime.now())], order="date_to, id"
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(closed))
        for wave in closed:
            # Waits for nobody: an answer that is just arriving holds the wave until the next run.
            if not wave.try_lock_for_update() or wave.state != "open":
                continue
            try:
                wave._release()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Wave %s could not be released", wave.id)
                continue
            if not cron._commit_progress(1):
                return

    def _release(self):
        """Turn the sealed answers into feedback and log items, and forget the tokens.

        The caller holds the lock on the wave.
        """
        self.ensure_one()
        if fields.Datetime.now() < self.date_to:
            raise UserError(self.env._("This week is not over yet."))
        program = self.program_id
        sealed = self.env["rollout.sealed.answer"]
        own = sealed.search([("wave_id", "=", self.id)])
        earlier = sealed.search(
            [("wave_id.program_id", "=", program.id), ("wave_id.state", "=", "released")]
        )
        minimum = max(self.minimum_group, program.feedback_minimum_group)
        plan = plan_release(own._to_answers(), earlier._to_answers(), minimum)
        feedbacks = self.env["rollout.feedback"]._release(self, plan.released)
        program._log_intake(self._prepare_log_entries(feedbacks))
        self.write({"state": "released", "answer_count": len(own)})
        (own | earlier if plan.takes_waiting else own).unlink()
        sealed.create(
            [
                {"wave_id": self.id, "department_id": answer.pop("department_id"), "payload": answer}
                for answer in plan.waiting
            ]
        )
        self.env["rollout.spent.token"].search([("wave_id", "=", self.id)]).unlink()
        # Mails that never left hold links that open nothing any more.
        self.env["mail.mail"].search([("rollout_wave_id", "=", self.id)]).unlink()

    def _prepare_log_entries(self, feedbacks) -> list[dict]:
        """Return an entry of the log for each answer that says something in words."""
        phase_by_department = {
            phase.department_id: phase
            for phase in self.program_id.with_context(active_test=False).phase_ids
        }
        return [
            {
                "summary": summarize(feedback.comment),
                "description": feedback.comment,
                "kind": feedback.kind,
                "source": "form",
                "phase_id": phase_by_department.get(feedback.department_id, self.browse()).id,
                "feedback_ids": feedback.ids,
            }
            for feedback in feedbacks
            if feedback.comment
        ]
