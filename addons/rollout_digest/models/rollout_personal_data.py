from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """Who wants no digest."""

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
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "unsubscribed": [
                {"program": optout.program_id.display_name, "create_date": optout.create_date}
                for optout in found["unsubscribed"].records
            ],
        }
