from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _message_reaction(self, content, action, partner, guest, store=None):
        """Count a colleague's reaction to a win in its channel as a cheer; taking it back changes nothing."""
        result = super()._message_reaction(content, action, partner, guest, store=store)
        if action == "add" and partner == self.env.user.partner_id and self.model == "discuss.channel":
            # Nobody may look for a win by its message; who reads the channel may cheer.
            win_sudo = self.env["rollout.win"].sudo().search([("message_id", "=", self.id)])
            if win_sudo:
                win_sudo.with_user(self.env.user)._cheer()
        return result
