from odoo import api, models

from .rollout_wave import PURPOSE
from .rollout_wave_reminder import REMINDER_PURPOSE
from .rollout_win_mail import PURPOSE as WINS_PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    @api.model
    def _get_weekly_purposes(self):
        return super()._get_weekly_purposes() | {PURPOSE, REMINDER_PURPOSE, WINS_PURPOSE}

    def _forget(self):
        # How many were invited stays with the week.
        self.env["rollout.wave"]._keep_invited_counts(self)
        return super()._forget()
