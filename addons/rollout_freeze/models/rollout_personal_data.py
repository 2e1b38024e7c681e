from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """What people asked to have changed in Odoo, and what they decided on such wishes."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "requests": self._keep(
                self.env._("Customization Requests From Them"),
                self._search_pointing(person, "rollout.customization.request", "employee_id"),
                self.env._("What is asked for at work stays with who asked for it."),
            ),
            "request_decisions": self._keep_decision(
                self.env._("Customization Requests That They Decided"),
                self._search_pointing(person, "rollout.customization.request", "decided_by_id"),
            ),
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "requests": found["requests"].records.read(
                ["name", "why", "hours_lost", "cost_of_waiting", "evidence", "state", "create_date"], load=None
            ),
            "request_decisions": found["request_decisions"].records.read(
                ["state", "decision_reason", "decided_on"], load=None
            ),
        }
