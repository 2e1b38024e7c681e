import email.policy

from odoo import models

from odoo.addons.base.models.ir_mail_server import IdentificationFieldsNoFoldPolicy

from .mail_mail import DIGEST_HEADER

_UNFOLDED = email.policy.SMTP.clone(max_line_length=None)


class LinkPolicy(IdentificationFieldsNoFoldPolicy):
    """Python writes an address longer than a line as an encoded word, which no mail program takes for a link."""

    def _fold(self, name, value, *args, **kwargs):
        policy = _UNFOLDED if name.lower() == "list-unsubscribe" else super()
        return policy._fold(name, value, *args, **kwargs)


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def _build_email__(self, *args, **kwargs):  # noqa: PLW3201 - the name is Odoo's
        message = super()._build_email__(*args, **kwargs)
        if message[DIGEST_HEADER]:
            message.policy = LinkPolicy(linesep=email.policy.SMTP.linesep)
        return message
