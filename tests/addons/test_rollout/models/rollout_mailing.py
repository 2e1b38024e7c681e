from odoo import api, fields, models

PURPOSE = "test_rollout.probe"


class RolloutMailing(models.Model):
    """*Mail ledger.* A mail to the staff of each department about its probes, once a week to each of them."""

    _inherit = "rollout.mailing"
    _weekly_purposes = frozenset({PURPOSE})

    # Its rows leave with this addon, and mails that still wait leave with their rows.
    purpose = fields.Selection(selection_add=[(PURPOSE, "Probes of the Week")], ondelete={PURPOSE: "cascade"})

    def _get_maker(self):
        """The lead's *Retry* makes the mail anew."""
        if self.purpose != PURPOSE:
            return super()._get_maker()
        program, week = self.program_id, self.period
        return lambda _ids: self._queue_probes(program, week)

    @api.model
    def _queue_probes(self, program, week: str) -> int:
        """Queue those mails of a week that aren't there yet, and return how many; the caller commits."""
        queued = 0
        for phase, staff in program._get_staff_in_launch().items():
            probes = self.env["rollout.probe"].search([("phase_id", "=", phase.id)])
            mail = {
                "subject": self.env._("Probes of the week"),
                "body_html": self.env["ir.qweb"]._render("test_rollout.probes", {"probes": probes}),
            }
            queued += self._queue_once(
                program, PURPOSE, week, staff, lambda employee: employee.work_email, lambda _employee, mail=mail: mail
            )
        return queued
