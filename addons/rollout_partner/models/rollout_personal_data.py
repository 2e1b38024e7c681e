from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """Who was scored as the partner, or as a candidate."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "scorecards": self._keep_decision(
                self.env._("Scorecards About Them"),
                self._search_pointing(person, "rollout.partner.scorecard", "partner_id"),
            ),
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "scorecards": found["scorecards"].records.read(["moment", "date", "total"], load=None),
        }
