from odoo import api, models

from .rollout_program_digest import PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    @api.model
    def _get_weekly_purposes(self):
        return super()._get_weekly_purposes() | {PURPOSE}
