from datetime import timedelta

from odoo import api, models
from odoo.tools import split_every

from odoo.addons.rollout_phase.models.ir_cron import Step
from odoo.addons.rollout_phase.tools.reader_dates import format_date
from odoo.addons.rollout_phase.tools.week import local_day

from ..tools import link_token
from .rollout_wave import PURPOSE

BATCH_SIZE = 1000
# Stands for the link in the mail that is rendered once for all who read the same language.
LINK_PLACEHOLDER = "https://link.invalid/"


class RolloutWave(models.Model):
    """Invitations: one mail with a personal link to everybody in launch, every week."""

    _inherit = "rollout.wave"

    @api.model
    def _cron_send_invitations(self):
        """Queue the invitations of the current week wherever they are due and not yet queued.

        Who is still to be invited is found out once; each batch takes out who has been meanwhile.
        """
        programs = self.env["rollout.program"].search(
            [("feedback_enabled", "=", True), ("phase_ids.is_in_launch", "=", True)]
        )
        pending = {
            (program, program._get_feedback_week()): self._get_pending(program)
            for program in programs
            if program._is_feedback_due()
        }
        self.env["ir.cron"]._run_steps(
            [
                # Two workers never prepare the same batch at the same time, and one of them makes the wave.
                Step(
                    program,
                    lambda program, week=week, batch=batch: self._queue_batch(program, week, dict(batch)),
                    f"Weekly form of program {program.id} could not be sent to {len(batch)} people",
                    len(batch),
                )
                for (program, week), department_by_id in pending.items()
                for batch in split_every(BATCH_SIZE, department_by_id.items(), list)
            ]
        )

    @api.model
    def _queue_batch(self, program, week, department_by_id: dict):
        # Unless it was switched off, or the week is over.
        if program._get_feedback_week() == week and program._is_feedback_due():
            program._get_feedback_wave()._invite_batch(department_by_id)

    @api.model
    def _get_pending(self, program) -> dict:
        """Return whom this week's form of ``program`` has not reached yet, as ``{employee id: department id}``."""
        department_by_employee = program._get_feedback_invitees()
        invitees = self.env["hr.employee"].browse(employee.id for employee in department_by_employee)
        week = program._get_feedback_week()
        pending = self.env["rollout.mailing"]._get_pending(program, PURPOSE, week, invitees)
        return {employee.id: department_by_employee[employee] for employee in pending}

    def _invite_batch(self, department_by_id: dict) -> int:
        """Queue the invitations of some employees and return how many mails there are.

        :param department_by_id: as returned by ``_get_pending``
        """
        self.ensure_one()
        base_url = self.get_base_url()
        sign = self._sign

        def put_link(employee, lang, body):
            token = link_token.issue(self.id, department_by_id[employee.id], sign)
            return body.replace(LINK_PLACEHOLDER, f"{base_url}/rollout/feedback/{token}?lang={lang}")

        return self.env["rollout.mailing"]._queue_to_staff(
            self.program_id,
            PURPOSE,
            self.week,
            self.env["hr.employee"].browse(department_by_id).exists(),
            lambda lang: self.with_context(lang=lang)._render_invitation(),
            put_link,
            # Answers to the mail arrive in the log, where the program has an address for them.
            reply_to=self.program_id._get_feedback_reply_to(),
            rollout_wave_id=self.id,
        )

    def _render_invitation(self) -> tuple[str, str]:
        """Return the subject and body in the context's language, with a placeholder for the link."""
        company = self.company_id
        body = self.env["ir.qweb"]._render(
            "rollout_feedback.invitation_mail",
            {
                "company_name": company.name,
                "link": LINK_PLACEHOLDER,
                "validity": self.env._(
                    "The link is yours alone. It works once, until the end of %s.",
                    self._format_last_day(),
                ),
                "promise": self._describe_promise(self.minimum_group),
                "heard_link": f"{self.program_id.heard_url}?lang={self.env.lang}",
                "lang": self.env.lang,
            },
        )
        # A subject is one line, whatever the company's name is.
        subject = self.env._("%s: how did your work go this week?", " ".join(company.name.split()))
        return subject, str(body)

    def _format_last_day(self) -> str:
        last_day = local_day(self.date_to, self.program_id._get_timezone()) - timedelta(days=1)
        return format_date(self.env, last_day, date_format="EEEE, d MMMM")
