from odoo import api, fields, models
from odoo.fields import Domain

from .rollout_log_item import OPEN_LOG_STATES


class RolloutPhase(models.Model):
    _inherit = "rollout.phase"

    open_log_count = fields.Integer("Open Log Items", compute="_compute_open_log_count")

    @api.constrains("name")
    def _check_name_is_no_answer(self):
        for phase in self:
            phase.program_id._check_own_words(phase.name)

    def _compute_open_log_count(self):
        is_open = Domain("state", "in", OPEN_LOG_STATES)
        for phase, count in self._count_each(self.env["rollout.log.item"], "phase_id", is_open).items():
            phase.open_log_count = count

    def action_view_log(self):
        self.ensure_one()
        action = self.program_id.action_view_log()
        return {
            **action,
            "domain": [("phase_id", "=", self.id)],
            "context": {
                "default_program_id": self.program_id.id,
                "default_phase_id": self.id,
                "search_default_filter_open": True,
            },
        }
