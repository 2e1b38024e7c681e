from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

BODY_LIMIT = 4000


class RolloutLogComment(models.Model):
    """What partner and team say to each other about an item.

    Not a message of the item's: whoever wrote a message may read the name of its record, and that
    name may be an answer's own words. The partner has no access to this model either; the portal
    shows it.
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
    # As it was when this was said: what is said to one partner stays with them.
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
