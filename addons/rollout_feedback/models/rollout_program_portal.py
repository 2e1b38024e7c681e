from odoo import api, models
from odoo.fields import Domain


class RolloutProgram(models.Model):
    """Who the implementation partner is on the portal: the people of the program's partner."""

    _inherit = "rollout.program"

    @api.model
    def _get_partner_portal_domain(self, user) -> Domain:
        """Return the domain of the programs whose implementation partner ``user`` belongs to.

        Portal users alone: an internal user has the log itself, or no business with it.
        """
        commercial = user.partner_id.commercial_partner_id
        if not user._is_portal() or not commercial:
            return Domain.FALSE
        return Domain("partner_id.commercial_partner_id", "=", commercial.id)

    def _get_own_partner_domain(self) -> Domain:
        """Return the domain of what was said to the program's present partner, by the record's ``partner_id``."""
        self.ensure_one()
        return Domain("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id)

    def _get_shared_scorecards(self):
        """Return the scorecards of the program's partner that it may see."""
        self.ensure_one()
        return self.scorecard_ids.filtered(
            lambda card: (
                card.share_scorecard and card.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
            )
        ).sorted("date")
