from odoo import fields, models

from .rollout_win import PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"
    _weekly_purposes = frozenset({PURPOSE})

    purpose = fields.Selection(selection_add=[(PURPOSE, "Wins of the Week")], ondelete={PURPOSE: "cascade"})

    def _get_maker(self):
        if self.purpose != PURPOSE:
            return super()._get_maker()
        program, week = self.program_id, self.period
        if week != program._get_due_week(program.wins_weekday, program.wins_hour) or not program.wins_mail_enabled:
            return None
        return lambda _ids: self._exhaust(lambda: self.env["rollout.win"]._mail_batch(program, week))
