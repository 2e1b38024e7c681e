import logging
from datetime import timedelta

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.rollout_phase.tools.week import local_day

from ..tools import link_token
from .rollout_program import LAUNCH_STAGES
from .rollout_wave import PURPOSE

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200
# Stands for the link in the mail that is rendered once for all who read the same language.
LINK_PLACEHOLDER = "https://link.invalid/"


class RolloutWave(models.Model):
    """Invitations: one mail with a personal link to everybody in launch, every week."""

    _inherit = "rollout.wave"

    @api.model
    def _cron_send_invitations(self):
        """Queue the invitations of the current week wherever they are due and not yet queued."""
        programs = self.env["rollout.program"].search(
            [("feedback_enabled", "=", True), ("phase_ids.stage_code", "in", LAUNCH_STAGES)]
        )
        pending = {program: len(self._get_pending(program)) for program in programs if program._is_feedback_due()}
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
        return self.env["rollout.mailing"]._get_pending(program, PURPOSE, program._get_feedback_week(), invitees)

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
                "headers": repr({"X-Auto-Response-Suppress": "All", "Auto-Submitted": "auto-generated"}),
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
                "validity": self.env._(
                    "The link is yours alone. It works once, until the end of %s.",
                    format_date(self.env, last_day, date_format="EEEE, d MMMM"),
                ),
                "promise": self._describe_promise(self.minimum_group),
                "heard_link": f"{self.program_id.heard_url}?lang={self.env.lang}",
                "lang": self.env.lang,
            },
        )
        return self.env._("%s: how did your work go this week?", company.name), str(body)
