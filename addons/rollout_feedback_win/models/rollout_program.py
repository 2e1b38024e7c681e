from odoo import models


class RolloutProgram(models.Model):
    _inherit = "rollout.program"

    def _prepare_heard_page(self, limit):
        return {**super()._prepare_heard_page(limit), "wins": self._get_wins(limit)}
