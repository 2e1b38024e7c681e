from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """Who knows a piece of work best, and who keeps the spreadsheet behind it."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "workflows": self._keep_role(
                self.env._("Workflows That They Know Best"),
                self._search_pointing(person, "rollout.workflow", "owner_id"),
            ),
            "shadow_systems": self._keep_role(
                self.env._("Shadow Systems That They Keep"),
                self._search_pointing(person, "rollout.shadow.system", "owner_id"),
            ),
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "workflows": found["workflows"].records.read(["name"], load=None),
            "shadow_systems": found["shadow_systems"].records.read(["name"], load=None),
        }
