from odoo import api, models

PURPOSE = "rollout_feedback.comment"


class RolloutLogComment(models.Model):
    """What the team says about an item reaches the partner by mail, too."""

    _inherit = "rollout.log.comment"

    @api.model_create_multi
    def create(self, vals_list):
        comments = super().create(vals_list)
        for comment in comments:
            if not comment.from_partner and comment.item_id.shared_with_partner:
                comment._mail_to_partner()
        return comments

    def _mail_to_partner(self) -> int:
        """Queue the comment to those whom the reviews concern, each in their language; returns how many."""
        self.ensure_one()
        # Writing the comment was allowed; the partner's contacts, ledger and mails are the system's.
        comment_sudo = self.sudo()
        item_sudo = comment_sudo.item_id
        program_sudo = item_sudo.program_id
        # Nobody writes the ledger by hand.
        mailing_sudo = self.env["rollout.mailing"].sudo()
        mails = {}

        def prepare(recipient):
            lang = mailing_sudo._choose_language(recipient.lang)
            if lang not in mails:
                mails[lang] = comment_sudo.with_context(lang=lang)._render_mail()
            return mails[lang]

        return mailing_sudo._queue_once(
            program_sudo,
            PURPOSE,
            str(self.id),
            program_sudo._get_partner_contacts() - comment_sudo.author_id,
            lambda recipient: recipient.email,
            prepare,
        )

    def _render_mail(self) -> dict:
        """Return the values of a mail in the context's language, in the words that were chosen for the partner."""
        item = self.item_id
        program = item.program_id
        subject = self.env._("%(program)s: a comment from %(author)s", program=program.name, author=self.author_id.name)
        values = {
            "title": subject,
            "lang": self.env.lang,
            "item": item.partner_summary,
            "proposal": dict(self._get_decisions()).get(self.proposal),
            "body": self.body,
            "url": f"{program.get_base_url()}/my/rollout/{program.id}/items/{item.id}#comments",
        }
        return {
            "subject": subject,
            "body_html": str(self.env["ir.qweb"]._render("rollout_feedback.comment_mail", values)),
        }
