from odoo import models
from odoo.exceptions import AccessError


class MailComposeMessage(models.TransientModel):
    """Nobody writes about the launch in the name of somebody else: a mailing is sent with elevated rights."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        own = self.env.user.partner_id
        for composer in self if not self.env.su else ():
            if not self.env["mail.thread"]._is_of_suite(composer.model):
                continue
            is_own = composer.author_id in (own, own.browse()) and own._is_sender(composer.email_from)
            if not is_own:
                raise AccessError(self.env._("Nobody writes here in the name of somebody else."))
            self.env[composer.model].browse()._refuse_outsiders(composer.partner_ids)
        return super()._action_send_mail(auto_commit=auto_commit)
