from odoo import models


class RolloutFeedback(models.Model):
    _inherit = "rollout.feedback"

    def action_make_win(self):
        """Open a new win about what this answer tells, to be told in the lead's own words."""
        self.ensure_one()
        phase = self.program_id.phase_ids.filtered(lambda phase: phase.department_id == self.department_id)
        return self.env["rollout.win"]._open_new(self.program_id, phase[:1])
