from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.rollout_digest.models.rollout_digest_section import DAYS


class RolloutDigestSection(models.Model):
    """Wins, told to everybody."""

    _inherit = "rollout.digest.section"

    kind = fields.Selection(selection_add=[("wins", "Wins")], ondelete={"wins": "cascade"})

    @api.model
    def _render_wins(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render the wins that were published since the last digest, without anybody's name."""
        return self._render_entries("rollout_digest_win.digest_wins", programs._get_wins_lately(DAYS))
