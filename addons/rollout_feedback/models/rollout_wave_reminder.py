from odoo import api, models

from odoo.addons.rollout_phase.models.ir_cron import Step

from .rollout_wave import PURPOSE
from .rollout_wave_invitation import BATCH_SIZE

REMINDER_PURPOSE = "rollout_feedback.reminder"


class RolloutWave(models.Model):
    """One reminder a week, to everybody who was invited: nobody knows who has answered."""

    _inherit = "rollout.wave"

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
