from odoo import models


class RolloutPhase(models.Model):
    """Which department goes before which."""

    _inherit = "rollout.phase"

    def _goes_after(self, other) -> bool:
        """Tell whether ``other``, a phase of the same program, has its turn before this one.

        Phases of the same rank go by their planned dates; without these, side by side.
        """
        if self.sequence != other.sequence:
            return other.sequence < self.sequence
        days = other.planned_go_live, self.planned_go_live
        return all(days) and days[0] < days[1]
