from lxml import etree, html

from odoo import api, models
from odoo.tools import html2plaintext

from ..tools.mail_text import clean, own_subject
from ..tools.summary import summarize


class RolloutSealedNote(models.Model):
    """A mail to a program's address becomes a note; the mail itself is not kept.

    The gateway asks of a model what is here: a new record for a mail, and to post the mail on it.
    """

    _inherit = "rollout.sealed.note"

    @api.model
    @api.private
    def message_new(self, msg_dict, custom_values=None):
        """Seal what a mail says. Sender, addresses, headers and attachments are left behind."""
        program = self.env["rollout.program"].browse((custom_values or {}).get("program_id")).exists()
        is_reply = bool(msg_dict.get("in_reply_to") or msg_dict.get("references"))
        subject = own_subject(msg_dict.get("subject"), is_reply)
        body = clean(html2plaintext(self._drop_quotes(msg_dict.get("body") or ""), include_references=False))
        if program and (body or subject):
            attached = self.env._("Something was attached; it isn't kept.") if msg_dict.get("attachments") else ""
            self._seal(
                program,
                None,
                {
                    "summary": summarize(subject or body),
                    "description": "\n\n".join(filter(None, [body or subject, attached])),
                    "source": "email",
                },
            )
        return self

    @api.private
    def message_post(self, **post_params):
        """Post nothing: the mail names its sender."""
        return self.env["mail.message"]

    def _creation_subtype(self):
        return self.env["mail.message.subtype"]

    @api.model
    def _drop_quotes(self, body: str) -> str:
        """Return the HTML of a mail without the mail that it answers."""
        if not body.strip():
            return ""
        try:
            tree = html.fromstring(f"<div>{body}</div>")
        except (etree.LxmlError, ValueError):
            return body
        for quote in tree.xpath(
            "//blockquote | //*[contains(@class, 'gmail_quote') or contains(@class, 'moz-cite-prefix')"
            " or contains(@class, 'gmail_signature') or @id='divRplyFwdMsg' or @data-o-mail-quote='1']"
        ):
            if quote.getparent() is not None:
                quote.drop_tree()
        return html.tostring(tree, encoding="unicode")
