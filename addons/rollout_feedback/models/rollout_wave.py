from markupsafe import Markup
from psycopg2.extras import Json

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL, hmac

from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_log.tools.summary import summarize
from odoo.addons.rollout_log.tools.typed_text import COMMENT_LIMIT
from odoo.addons.rollout_phase.models.rollout_mailing import UNREACHED
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools import link_token
from ..tools.answer import FIELDS, NAME_LIMIT, SCALE
from ..tools.fatigue import response_rate
from ..tools.release import plan_release

PURPOSE = "rollout_feedback.invitation"
TOKEN_SCOPE = "rollout_feedback.token"


class RolloutWave(models.Model):
    """The weekly form of one program in one ISO week: sent, answered, sealed, then released.

    Its mails are in ``rollout_wave_invitation.py``.
    """

    _name = "rollout.wave"
    _description = "Rollout Weekly Form"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "week desc, id desc"
    _rec_name = "week"
    _alike_by = {"response_rate": ("id",)}
    _counted_where = {"response_rate": [("state", "=", "released")]}

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    week = IsoWeek(required=True, help="The ISO week, such as 2026-W47.")
    date_from = fields.Datetime("Starts", required=True)
    date_to = fields.Datetime("Closes", required=True, help="Answers are released after this.")
    state = fields.Selection([("open", "Open"), ("released", "Released")], required=True, default="open", index=True)
    minimum_group = fields.Integer(
        required=True, help="What the people who answered this week were promised.", aggregator=None
    )
    invited_count = fields.Integer("Invited", compute="_compute_invited_count")
    kept_invited_count = fields.Integer(help="Of the invitations whose rows in the ledger are gone.")
    waiting_count = fields.Integer(
        "Waiting",
        compute="_compute_delivery_counts",
        help="Invitations on their way to the mail server. What fails for a passing reason is tried "
        "again until the week is over.",
    )
    unreached_count = fields.Integer(
        "Not Reached",
        compute="_compute_delivery_counts",
        help="People without a valid address, those whose address the mail server refused, and those whose mail came "
        "back.",
    )
    answer_count = fields.Integer("Answers", help="Known once the week is released.")
    response_rate = fields.Float(
        compute="_compute_response_rate",
        store=True,
        aggregator="avg",
        help="The share of the invited who answered. Known once the week is released.",
    )
    feedback_ids = fields.One2many("rollout.feedback", "wave_id", "Released Answers")

    _week_unique = models.UniqueIndex("(program_id, week)", "There is one form per week.")

    @api.depends("program_id", "week", "kept_invited_count")
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
            wave.invited_count = counts.get((wave.program_id.id, wave.week), 0) + wave.kept_invited_count

    @api.depends("program_id", "week")
    def _compute_delivery_counts(self):
        # Only the numbers of mails are shown, never who waits for one.
        waiting = dict(
            self.env["mail.mail"].sudo()._read_group(self._get_waiting_domain(), ["rollout_wave_id"], ["__count"])
        )
        unreached = {
            (program.id, week): count
            for program, week, count in self.env["rollout.mailing"]._read_group(
                self._get_unreached_domain(), ["program_id", "period"], ["__count"]
            )
        }
        for wave in self:
            wave.waiting_count = waiting.get(wave._origin.sudo(), 0)
            wave.unreached_count = unreached.get((wave.program_id.id, wave.week), 0)

    def _get_waiting_domain(self):
        """Return the domain of the mails that are still on their way to the mail server."""
        return [
            ("rollout_wave_id", "in", self.ids),
            ("state", "in", ("outgoing", "exception")),
            ("rollout_mailing_id.state", "=", "queued"),
        ]

    def _get_unreached_domain(self):
        return [
            ("program_id", "in", self.program_id.ids),
            ("purpose", "=", PURPOSE),
            ("period", "in", self.mapped("week")),
            ("state", "in", UNREACHED),
        ]

    @api.depends("state", "answer_count")
    def _compute_response_rate(self):
        for wave in self:
            # After the release nobody is invited any more; a mail that comes back later corrects the number.
            released = wave.state == "released"
            wave.response_rate = released and response_rate(wave.invited_count, wave.answer_count)

    @api.model
    def _correct_response_rates(self, rows):
        """Count anew where rows of the ledger say since a moment ago that somebody was not invited after all."""
        invitations = rows.filtered(lambda row: row.purpose == PURPOSE)
        weeks = {(row.program_id, row.period) for row in invitations}
        waves = invitations.program_id.wave_ids.filtered(lambda wave: (wave.program_id, wave.week) in weeks)
        waves.invalidate_recordset(["invited_count", "unreached_count"])
        self.env.add_to_compute(self._fields["response_rate"], waves)

    def action_view_feedback(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_feedback.rollout_feedback_action")
        return {**action, "domain": [("wave_id", "=", self.id)], "context": {}}

    def action_view_unreached(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_phase.rollout_mailing_action")
        return {**action, "name": self.env._("Not Reached"), "domain": self._get_unreached_domain()}

    # What a personal link opens, and the answer that comes with it.

    @api.model
    def _sign(self, body: bytes) -> bytes:
        # The signing key is a system parameter.
        return bytes.fromhex(hmac(self.env(su=True), TOKEN_SCOPE, body.hex()))

    @api.model
    def _find_open(self, token: str) -> dict | None:
        """Look up what an unused token of a running week opens.

        :return: ``minimum_group`` and ``company_name``; None if the token is wrong, expired or used, without
            telling which
        """
        claim = link_token.read(token, self._sign)
        if not claim:
            return None
        self.flush_model(["state", "date_to", "minimum_group", "company_id"])
        self.env.cr.execute(
            SQL(
                """SELECT wave.minimum_group, company.name AS company_name
                     FROM rollout_wave wave
                     JOIN res_company company ON company.id = wave.company_id
                    WHERE wave.id = %s AND wave.state = 'open' AND wave.date_to > %s
                      AND NOT EXISTS (SELECT FROM rollout_spent_token spent
                                       WHERE spent.wave_id = wave.id AND spent.digest = %s)""",
                claim.wave_id,
                fields.Datetime.now(),
                link_token.digest(token),
            ),
            # The log must not show the digest.
            log_exceptions=False,
        )
        return next(iter(self.env.cr.dictfetchall()), None)

    @api.model
    def _find_answered(self, token: str) -> dict | None:
        """Return what :meth:`_seal_answer` returned for a token that was used; the caller knows that it was."""
        claim = link_token.read(token, self._sign)
        wave_sudo = claim and self.sudo().browse(claim.wave_id).exists()
        if not wave_sudo:
            return None
        program_sudo = wave_sudo.program_id
        return {"program_id": program_sudo.id, "page_token": program_sudo.page_token}

    @api.model
    def _seal_answer(self, token: str, answer: dict, sending: str | None = None) -> dict | None:
        """Take in an answer, once per token, in one statement.

        The wave is held open until the transaction ends: it can't be released meanwhile. Whoever sends the same
        token while the first isn't committed yet waits, fails to serialize and is tried again by the server, then
        finds it used. No user is asked who they are.

        :param answer: as read by ``tools/answer.py``
        :param sending: the digest by which ``rollout.sending`` knows the page that was sent
        :return: ``program_id`` and its ``page_token``; None if the token is wrong, expired or used
        """
        claim = link_token.read(token, self._sign)
        if not claim:
            return None
        self.flush_model(["state", "date_to", "program_id"])
        self.env["rollout.program"].flush_model(["page_token"])
        self.env.cr.execute(
            SQL(
                """WITH wave AS (
                       SELECT id, program_id FROM rollout_wave
                        WHERE id = %(wave)s AND state = 'open' AND date_to > %(now)s
                          FOR SHARE
                   ), spent AS (
                       INSERT INTO rollout_spent_token (wave_id, digest)
                       SELECT id, %(digest)s FROM wave
                           ON CONFLICT (wave_id, digest) DO NOTHING
                    RETURNING wave_id
                   ), sealed AS (
                       INSERT INTO rollout_sealed_answer (wave_id, department_id, payload)
                       SELECT wave_id, (SELECT id FROM hr_department WHERE id = %(department)s), %(answer)s
                         FROM spent
                   ), noted AS (
                       INSERT INTO rollout_sending (digest)
                       SELECT %(sending)s FROM spent WHERE %(sending)s IS NOT NULL
                           ON CONFLICT (digest) DO NOTHING
                   )
                   SELECT program.id AS program_id, program.page_token
                     FROM spent
                     JOIN wave ON wave.id = spent.wave_id
                     JOIN rollout_program program ON program.id = wave.program_id""",
                wave=claim.wave_id,
                now=fields.Datetime.now(),
                digest=link_token.digest(token),
                department=claim.department_id,
                answer=Json(answer),
                sending=sending,
            ),
            # The log must show neither the digest nor anything of the answer.
            log_exceptions=False,
        )
        return next(iter(self.env.cr.dictfetchall()), None)

    # What the form says, in the reader's language.

    @api.model
    def _render_questions(self, typed: dict[str, str], errors: dict[str, str]) -> Markup:
        """Return the questions, each with what was typed and a sentence about what is wrong with it, by field."""
        values = {
            "typed": typed,
            "errors": errors,
            "comment_limit": COMMENT_LIMIT,
            "name_limit": NAME_LIMIT,
            **self._get_form_choices(),
        }
        # The visitor may not read views; the template shows nothing but `values`.
        qweb_sudo = self.env["ir.qweb"].sudo()
        return qweb_sudo._render("rollout_feedback.form_questions", values, minimal_qcontext=True)

    @api.model
    @tools.conditional(
        "xml" not in tools.config["dev_mode"],
        # Emptied in every process with a change of the templates, their translations or the languages.
        tools.ormcache("self.env.lang", cache="templates.cached_values"),
    )
    def _render_blank_questions(self) -> Markup:
        """Return the questions as everybody who reads the language finds them: they are most of the page."""
        return self._render_questions(dict.fromkeys(FIELDS, ""), {})

    @api.model
    def _get_form_choices(self) -> dict:
        """Return what can be chosen for each question: pairs of a value and its label."""
        moods = [
            self.env._("Very bad"),
            self.env._("Bad"),
            self.env._("So-so"),
            self.env._("Good"),
            self.env._("Very good"),
        ]
        workloads = [
            self.env._("Very light"),
            self.env._("Light"),
            self.env._("Just right"),
            self.env._("Heavy"),
            self.env._("Too much"),
        ]
        controls = [
            self.env._("None"),
            self.env._("A little"),
            self.env._("Some"),
            self.env._("Most"),
            self.env._("All"),
        ]
        upstreams = [
            self.env._("Never"),
            self.env._("Rarely"),
            self.env._("At times"),
            self.env._("Mostly"),
            self.env._("Always"),
        ]
        kinds = {
            "issue": self.env._("Something doesn't work"),
            "confusion": self.env._("I don't understand how to do something"),
            "frustration": self.env._("Something annoys me"),
            "request": self.env._("I wish for something"),
            "forgotten_workflow": self.env._("A task of ours was forgotten"),
            "process_gap": self.env._("It isn't clear who does what"),
        }
        return {
            "moods": list(zip(SCALE, moods, strict=True)),
            "workloads": list(zip(SCALE, workloads, strict=True)),
            "controls": list(zip(SCALE, controls, strict=True)),
            "upstreams": list(zip(SCALE, upstreams, strict=True)),
            "kinds": list(kinds.items()),
        }

    @api.model
    def _describe_form_errors(self, errors: dict[str, str]) -> dict[str, str]:
        """Turn the reasons of ``tools/answer.py`` into sentences, by field."""
        sentences = {
            "choice": self.env._("Please choose one of the answers offered."),
            "number": self.env._("Please write the hours as a number between 0 and 168, such as 2.5."),
            "long": self.env._("This text is too long. Please shorten it a little."),
            "empty": self.env._("Nothing is filled in yet. One answer is enough."),
            "stale": self.env._(
                "This page has been open for a long time. What you typed is still here: please "
                "check it and send it again."
            ),
        }
        return {field: sentences[reason] for field, reason in errors.items()}

    @api.model
    def _describe_promise(self, minimum_group: int) -> str:
        """Say what is promised to those who answer."""
        return self.env._(
            "Your answer is anonymous unless you give your name. Answers are opened after the week "
            "is over, in random order, and a department is named only where at least %s people "
            "answered.",
            minimum_group,
        )

    # Release: sealed answers become feedback and log items when their week is over.

    @api.model
    def _cron_release(self):
        """Release the waves whose week is over, each in a transaction of its own."""
        closed = self.search([("state", "=", "open"), ("date_to", "<=", fields.Datetime.now())], order="date_to, id")
        # Waits for nobody: an answer that is just arriving holds the wave until a later run.
        self.env["ir.cron"]._run_isolated(
            closed,
            lambda wave: wave.state == "open" and wave._release(),
            lambda wave: f"Wave {wave.id} could not be released",
        )

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
        earlier = sealed.search([("wave_id.program_id", "=", program.id), ("wave_id.state", "=", "released")])
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
        self._keep_totals()
        program._note_fatigue()

    def _prepare_log_entries(self, feedbacks) -> list[LogEntry]:
        """Return an entry of the log for each answer that says something in words."""
        phase_by_department = {
            phase.department_id: phase for phase in self.program_id.with_context(active_test=False).phase_ids
        }
        return [
            LogEntry(
                summary=summarize(feedback.comment),
                description=feedback.comment,
                kind=feedback.kind or "issue",
                source="form",
                phase_id=phase_by_department.get(feedback.department_id, self.browse()).id,
                feedback_ids=feedback.ids,
            )
            for feedback in feedbacks
            if feedback.comment
        ]

    # What stays of a week when its answers, and its rows in the ledger, are gone.

    def _keep_totals(self):
        """Note what the released answers of ``self`` add up to, where that isn't noted yet."""
        self.env["rollout.feedback.total"]._write_totals(self)

    def _keep_invited_counts(self, rows):
        """Add up on the waves how many of the ledger's ``rows``, which are about to go, invited somebody."""
        counts = rows._read_group(
            [("id", "in", rows.ids), ("purpose", "=", PURPOSE), ("state", "=", "queued")],
            ["program_id", "period"],
            ["__count"],
        )
        for program, week, count in counts:
            wave = program.wave_ids.filtered(lambda wave, week=week: wave.week == week)
            wave.kept_invited_count += count
