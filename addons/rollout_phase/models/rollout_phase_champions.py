from odoo import models


class RolloutPhase(models.Model):
    """What follows from who a phase's champions are."""

    _inherit = "rollout.phase"

    def _on_champions_change(self, gone, come):
        """Hook: employees have become champions of these phases, or aren't any more."""
        # A champion may also own items of the log.
        self.program_id._get_asked_tasks()._place()
