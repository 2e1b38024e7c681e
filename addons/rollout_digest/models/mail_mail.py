from odoo import models

from ..tools.plain_text import to_text

# Tells a digest from other mails, those of the ledger and tests alike.
DIGEST_HEADER = "X-Rollout-Digest"


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Give a digest a text part in which each figure stands in the line of its bar."""
        results = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        if DIGEST_HEADER in (self.headers or ""):
            for values in results:
                values["body_alternative"] = to_text(values["body"])
        return results
