from odoo import api, models

from odoo.addons.rollout_log.tools.mail_text import held_words, own_subject, own_words
from odoo.addons.rollout_log.tools.summary import summarize

from ..tools.mail_attachment import is_worth_telling


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
        if not program:
            return self
        traces = program._get_mail_traces(
            msg_dict.get("email_from"), ",".join(filter(None, (msg_dict.get("recipients"), msg_dict.get("cc"))))
        )
        is_reply = bool(msg_dict.get("in_reply_to") or msg_dict.get("references"))
        subject = own_subject(msg_dict.get("subject"), is_reply, traces)
        body, has_picture = own_words(msg_dict.get("body") or "", traces)
        if not (body or subject) and held_words(msg_dict.get("body") or "", traces):
            body = self.env._("A mail came in; its words could not be told apart from the rest.")
        if body or subject:
            is_attached = has_picture or any(map(is_worth_telling, msg_dict.get("attachments") or []))
            attached = self.env._("Something was attached; it isn't kept.") if is_attached else ""
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
