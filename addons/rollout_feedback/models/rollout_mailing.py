from odoo import api, fields, models

from .rollout_wave import PURPOSE
from .rollout_wave_reminder import REMINDER_PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    purpose = fields.Selection(
        selection_add=[
            (PURPOSE, "Weekly Form"),
            (REMINDER_PURPOSE, "Reminder of the Weekly Form"),
        ],
        ondelete={
            PURPOSE: "cascade",
            REMINDER_PURPOSE: "cascade",
        },
    )

    @api.model
    def _get_weekly_purposes(self):
        return super()._get_weekly_purposes() | {PURPOSE, REMINDER_PURPOSE}

    def _forget(self):
        # How many were invited stays with the week.
        self.env["rollout.wave"]._keep_invited_counts(self)
        return super()._forget()

    def _mark_unreached(self, state, cause, words=None):
        result = super()._mark_unreached(state, cause, words)
        self.env["rollout.wave"]._correct_response_rates(self)
        return result
