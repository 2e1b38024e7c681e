from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

BODY_LIMIT = 4000
COMMENT_PURPOSE = "rollout_review.comment"


class RolloutLogComment(models.Model):
    """What partner and team say to each other about an item.

    Not a message of the item's: whoever wrote a message may read the name of its record, and that
    name may be an answer's own words. The partner has no access to this model either; the portal
    shows it, and what the team says reaches the partner by mail, too.
    """

    _name = "rollout.log.comment"
    _description = "Rollout Log Comment"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "item_id.program_id"
    _order = "id"
    _rec_name = "body"
    _owner_fields = frozenset({"item_id"})

    item_id = fields.Many2one("rollout.log.item", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="item_id.company_id", store=True, index=True)
    # The partner of the moment at which this was said: what is said to one partner stays with them.
    partner_id = fields.Many2one(
        "res.partner",
        "Said to Partner",
        compute="_compute_partner_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The implementation partner of that time, and the only one who can read it.",
    )
    author_id = fields.Many2one("res.partner", "From", readonly=True, ondelete="set null")
    from_partner = fields.Boolean("By the Partner", readonly=True)
    body = fields.Text("Comment", required=True)
    proposal = fields.Selection(
        selection="_get_decisions",
        help="What the writer would decide.",
    )

    @api.depends("item_id")
    def _compute_partner_id(self):
        for comment in self:
            comment.partner_id = comment.partner_id or comment.item_id.program_id.partner_id

    @api.model
    def _get_decisions(self) -> list[tuple[str, str]]:
        return self.env["rollout.log.item"]._fields["decision"]._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        comments = super().create(vals_list)
        # At once: the partner may change before this is written down.
        comments.sudo().mapped("partner_id")
        if not self.env.su:
            # The author is guarded against clients: nobody speaks for another.
            comments.sudo().author_id = self.env.user.partner_id
        for comment in comments:
            if not comment.from_partner and comment.item_id.shared_with_partner:
                comment._mail_to_partner()
        return comments

    @api.constrains("body")
    def _check_own_words(self):
        for comment in self:
            if not comment.from_partner:
                comment.item_id.program_id._check_own_words(comment.body)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_partner(self):
        if not self.env.su and self.filtered("from_partner"):
            raise UserError(self.env._("What the partner said is kept."))

    @api.model
    def _add_from_partner(self, item, author, body: str, proposal: str | bool):
        """Keep what the partner wrote on the portal, and tell whoever sees to the item.

        The caller has checked that the item is shared with ``author``. The same words once more within minutes are
        the same comment.
        """
        if not self.env["rollout.sending"]._note_author(author, item.id, body, proposal):
            return item.partner_comment_ids.filtered(
                lambda comment: comment.author_id == author and comment.body == body
            )[-1:]
        comment = self.create(
            {
                "item_id": item.id,
                "author_id": author.id,
                "from_partner": True,
                "body": body,
                "proposal": proposal,
            }
        )
        [reader] = item._choose_asked([(item, "owner", item.user_id.browse())])
        comment_in_lang = comment.with_context(lang=reader.lang or self.env.lang)
        text = comment_in_lang.env._("%(partner)s commented:", partner=author.display_name)
        if proposal:
            label = dict(comment_in_lang._get_decisions())[proposal]
            text = comment_in_lang.env._(
                "%(partner)s proposes “%(decision)s”:", partner=author.display_name, decision=label
            )
        # The system says it: an author may read the name of what they wrote on.
        item.with_user(SUPERUSER_ID).with_context(mail_create_nosubscribe=True).message_post(
            body=plaintext2html(f"{text}\n{body}"),
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=reader.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
        return comment

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
            COMMENT_PURPOSE,
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
            "body_html": str(self.env["ir.qweb"]._render("rollout_review.comment_mail", values)),
        }
