from odoo import api, models

from ..tools.bounce import Bounce


class RolloutMailing(models.Model):
    """Mails that the mail server took and that came back later."""

    _inherit = "rollout.mailing"

    @api.model
    def _note_bounce(self, bounce: Bounce):
        """Mark whose mail has come back.

        Message-Ids can't be guessed: what names none of the ledger's changes nothing, whoever wrote it.
        """
        rows = self.search([("message_id", "in", bounce.message_ids), ("state", "=", "queued")])
        rows._mark_unreached("bounced", "returned", bounce.reason)
