from datetime import timedelta

from odoo import api, models
from odoo.tools import split_every

from odoo.addons.rollout_base.models.ir_cron import Step
from odoo.addons.rollout_base.tools.reader_dates import format_date
from odoo.addons.rollout_base.tools.week import local_day

from ..tools import link_token
from .rollout_wave import PURPOSE

REMINDER_PURPOSE = "rollout_feedback.reminder"
BATCH_SIZE = 1000
# Stands for the link in the mail that is rendered once for all who read the same language.
LINK_PLACEHOLDER = "https://link.invalid/"


# A second file, since the model has far more than 300 lines: it adds what is mailed, invitations and reminders.
class RolloutWave(models.Model):
    """Invitations: one mail with a personal link to everybody in launch, every week, and one reminder of it."""

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

    # One reminder a week, to everybody who was invited: nobody knows who has answered.

    @api.model
    def _cron_send_reminders(self):
        """Queue the reminders of the current week wherever they are due and not yet queued."""
        programs = self.env["rollout.program"].search(
            [("feedback_enabled", "=", True), ("feedback_reminder", "=", True)]
        )
        waves = self.browse()
        for program in programs:
            if program._is_reminder_due():
                week = program._get_feedback_week()
                waves |= program.wave_ids.filtered(lambda wave, week=week: wave.week == week and wave.state == "open")
        pending = {wave: len(wave._get_reminder_pending()) for wave in waves}
        self.env["ir.cron"]._run_steps(
            [
                Step(
                    wave.program_id,
                    lambda _program, wave=wave: wave._remind_batch(),
                    f"Reminders of wave {wave.id} could not be sent",
                    expected,
                    in_batches=True,
                )
                for wave, expected in pending.items()
            ]
        )

    def _get_reminder_pending(self):
        """Return the employees whom this week's invitation has reached and who have no reminder yet."""
        self.ensure_one()
        # What the mail server doesn't take for now has reached nobody: its reminder comes once it has left.
        waiting = self.env["mail.mail"].search(
            [
                *self._get_waiting_domain(),
                ("rollout_mailing_id.purpose", "=", PURPOSE),
                ("failure_reason", "!=", False),
            ]
        )
        invited = self.env["rollout.mailing"].search(
            [
                ("program_id", "=", self.program_id.id),
                ("purpose", "=", PURPOSE),
                ("period", "=", self.week),
                ("state", "=", "queued"),
                ("id", "not in", waiting.rollout_mailing_id.ids),
            ]
        )
        # Who has left since then, or was archived, isn't reminded.
        employees = self.env["hr.employee"].search([("id", "in", invited.mapped("res_id"))])
        return self.env["rollout.mailing"]._get_pending(self.program_id, REMINDER_PURPOSE, self.week, employees)

    def _remind_batch(self) -> int:
        """Queue the next reminders of this wave and return how many people were dealt with.

        A reminder holds no link: those of the invitations are kept nowhere, and a second one would let a
        person answer twice.
        """
        self.ensure_one()
        program = self.program_id
        batch = self._get_reminder_pending()[:BATCH_SIZE]
        self.env["rollout.mailing"]._queue_to_staff(
            program,
            REMINDER_PURPOSE,
            self.week,
            batch,
            lambda lang: self.with_context(lang=lang)._render_reminder(),
            reply_to=program._get_feedback_reply_to(),
            rollout_wave_id=self.id,
        )
        return len(batch)

    def _render_reminder(self) -> tuple[str, str]:
        """Return the subject and body in the context's language."""
        company = self.company_id
        days = dict(self.program_id._fields["feedback_weekday"]._description_selection(self.env))
        body = self.env["ir.qweb"]._render(
            "rollout_feedback.reminder_mail",
            {
                "company_name": company.name,
                "where": self.env._(
                    "The link is in the mail of %s. It is yours alone and is kept nowhere else, so it can't be "
                    "repeated here.",
                    days[self.program_id.feedback_weekday],
                ),
                "lang": self.env.lang,
            },
        )
        return self.env._("%s: a minute for the weekly form?", company.name), str(body)
