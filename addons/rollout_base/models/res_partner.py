from odoo import api, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "rollout.kept.mixin"]

    @api.constrains("lang")
    def _check_user_lang(self):
        """Odoo takes any code, and nothing could be told to somebody in a language that isn't there."""
        installed = dict(self.env["res.lang"].get_installed())
        # Whether somebody signs in is judged alike for whoever changes a contact.
        for partner_sudo in self.sudo():
            if partner_sudo.lang and partner_sudo.lang not in installed and partner_sudo.user_ids:
                raise ValidationError(self.env._("The language “%s” isn't installed.", partner_sudo.lang))

    def _is_sender(self, email_from: str | None) -> bool:
        """Tell whether a message from this address is this contact's own, by its address and by its name."""
        self.ensure_one()
        return not email_from or email_from in (self.email, self.email_normalized, self.email_formatted)
