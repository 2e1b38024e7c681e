from markupsafe import Markup

from odoo import api, fields, models

# As often as the digest comes: each of these stands in one of them.
DAYS = 7


class RolloutDigestSection(models.Model):
    """What everybody may read of the weekly form's results: you said, we did; wins."""

    _inherit = "rollout.digest.section"

    kind = fields.Selection(
        selection_add=[
            ("heard", "You Said, We Did"),
            ("wins", "Wins"),
            ("answers", "The Weekly Form"),
            ("log", "The Log"),
        ],
        ondelete={"heard": "cascade", "wins": "cascade", "answers": "cascade", "log": "cascade"},
    )

    @api.model
    def _render_heard(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render what was told to everybody since the last digest, in the team's words."""
        return self._render_entries("rollout_digest_log.digest_heard", programs._get_heard_lately(DAYS))

    @api.model
    def _render_wins(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render the wins that were published since the last digest, without anybody's name."""
        return self._render_entries("rollout_digest_log.digest_wins", programs._get_wins_lately(DAYS))

    @api.model
    def _render_entries(self, template, entries_by_program):
        return {
            program.id: self.env["ir.qweb"]._render(template, {"entries": entries})
            for program, entries in entries_by_program.items()
            if entries
        }

    @api.model
    def _prepare_button(self, program, audience):
        if audience != "staff":
            return super()._prepare_button(program, audience)
        # Opens without a login. The address is kept from staff in Odoo, and mailed to them each week.
        return self.env._("What we heard, and did"), f"{program.sudo().heard_url}?lang={self.env.lang or 'en_US'}"
