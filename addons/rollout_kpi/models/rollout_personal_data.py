from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """Who wants no digest, and who answers for a number. Timed samples say nothing of who worked."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "unsubscribed": self._keep(
                self.env._("Digests That They Don't Want"),
                self._search_pointing(person, "rollout.digest.optout", "user_id", "employee_id"),
                self.env._("It stays, so that they get no digest again."),
            ),
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
            "unsubscribed": [
                {"program": optout.program_id.display_name, "create_date": optout.create_date}
                for optout in found["unsubscribed"].records
            ],
            "countermeasures": found["countermeasures"].records.read(["name", "deadline"], load=None),
            "kpis": found["kpis"].records.read(["name"], load=None),
        }
