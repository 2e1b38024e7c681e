from odoo import models


class RolloutProgram(models.Model):
    """The address to which people may write, or answer the weekly mail."""

    _name = "rollout.program"
    _inherit = ["rollout.program", "mail.alias.mixin.optional"]

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        return {
            **values,
            "alias_model_id": self.env["ir.model"]._get_id("rollout.sealed.note"),
            "alias_contact": "employees",
            "alias_defaults": repr({"program_id": self.id}),
        }

    def _get_feedback_reply_to(self) -> str | bool:
        """Return the address that takes answers to this program's mails, or False."""
        self.ensure_one()
        # Everybody who gets a mail of the program sees its address.
        return self.sudo().alias_email or False
