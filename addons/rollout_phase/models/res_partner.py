from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "rollout.kept.mixin"]

    def _is_sender(self, email_from: str | None) -> bool:
        """Tell whether a message from this address is this contact's own, by its address and by its name."""
        self.ensure_one()
        return not email_from or email_from in (self.email, self.email_normalized, self.email_formatted)
