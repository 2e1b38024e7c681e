from odoo import models


class RolloutLogItem(models.Model):
    _inherit = "rollout.log.item"

    def action_make_win(self):
        """Open a new win about what this item is about.

        The item may hold somebody's own words: the win is told in the team's.
        """
        self.ensure_one()
        return self.env["rollout.win"]._open_new(self.program_id, self.phase_id)
