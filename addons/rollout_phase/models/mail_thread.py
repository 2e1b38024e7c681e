import logging

from odoo import api, models

from ..tools.bounce import read_bounce

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Note in the ledger which of its mails has come back."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        try:
            bounce = read_bounce(email_message)
        except Exception:  # whatever a strange server sends must not hold up the gateway
            _logger.info("A bounce could not be read", exc_info=True)
            bounce = None
        if bounce:
            # Whoever hands in mails is no reader of the ledger; the system alone writes it.
            self.env["rollout.mailing"].sudo()._note_bounce(bounce)
        return result
