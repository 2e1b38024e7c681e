from odoo import models


class ResUsers(models.Model):
    """Who can't sign in any more has left, whether lead, sponsor or a contact of the partner's."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            # Whoever administers users need not see anything of the launch.
            self.sudo().partner_id._leave_rollout_reviews()
        return result
