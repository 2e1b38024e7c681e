from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """Who answers for a number. Timed samples say nothing of who worked."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "countermeasures": self._keep_role(
                self.env._("Countermeasures That They Answer For"),
                self._search_pointing(person, "rollout.kpi.countermeasure", "user_id"),
            ),
            "kpis": self._keep_decision(
                self.env._("KPIs That They Defined"), self._search_pointing(person, "rollout.kpi", "definer_id")
            ),
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "countermeasures": found["countermeasures"].records.read(["name", "deadline"], load=None),
            "kpis": found["kpis"].records.read(["name"], load=None),
        }
