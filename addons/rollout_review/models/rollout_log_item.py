from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class RolloutLogItem(models.Model):
    """What the implementation partner gets to see of an item: the team's wording, once it is shared.

    The partner has no access to the log itself. The portal shows ``partner_summary`` and figures,
    never the summary or the description, which may be an answer's own words.
    """

    _inherit = "rollout.log.item"
    _recorded_fields = frozenset({"blocked", "shared_with_partner"})

    blocked = fields.Boolean(tracking=True, help="It can't go on until somebody else has done their part.")
    blocked_reason = fields.Char("Waits For", help="What or whom it waits for, such as an answer by the partner.")
    shared_with_partner = fields.Boolean(
        "Shared with Partner",
        compute="_compute_shared_with_partner",
        inverse="_inverse_shared_with_partner",
        store=True,
        readonly=False,
        tracking=True,
        copy=False,
        index="btree_not_null",
        help="The implementation partner sees it on the portal, in the team's words.",
    )
    shared_partner_ids = fields.Many2many(
        "res.partner",
        "rollout_log_item_shared_partner_rel",
        string="Shared With",
        context={"active_test": False},
        readonly=True,
        copy=False,
        help="The implementation partners with whom it was shared. Only the program's present one can read it.",
    )
    partner_summary = fields.Text(
        "What the Partner Reads",
        copy=False,
        help="In your own words: nobody is to recognise a colleague by how they write.",
    )
    partner_comment_ids = fields.One2many("rollout.log.comment", "item_id", "Partner's Comments")
    partner_comment_count = fields.Integer(compute="_compute_partner_comment_count")

    def init(self):
        # Shared before it was kept with whom: with the program's partner of that time.
        self.env.cr.execute(
            """INSERT INTO rollout_log_item_shared_partner_rel (rollout_log_item_id, res_partner_id)
               SELECT item.id, program.partner_id
                 FROM rollout_log_item item
                 JOIN rollout_program program ON program.id = item.program_id
                WHERE item.shared_with_partner AND program.partner_id IS NOT NULL
                  AND NOT EXISTS (SELECT FROM rollout_log_item_shared_partner_rel known
                                   WHERE known.rollout_log_item_id = item.id)"""
        )

    def write(self, vals):
        shared = self.filtered("shared_with_partner") if "shared_with_partner" in vals else self.browse()
        result = super().write(vals)
        if hidden := shared.filtered(lambda item: not item.shared_with_partner):
            # Whoever may share an item, or not, need not be able to change the meetings.
            lines_sudo = self.env["rollout.review.item"].sudo()
            lines_sudo = lines_sudo.search(
                Domain("item_id", "in", hidden.ids) & Domain("review_id.state", "=", "planned")
            )
            lines_sudo.partner_summary = False
            lines_sudo.review_id._take_back_agenda()
        return result

    @api.depends("shared_partner_ids", "program_id.partner_id")
    def _compute_shared_with_partner(self):
        for item in self:
            # Who the partner is, and who it was, is the same for everybody.
            item_sudo = item.sudo()
            partner_sudo = item_sudo.program_id.partner_id.commercial_partner_id
            if partner_sudo:
                item.shared_with_partner = partner_sudo in item_sudo.shared_partner_ids.commercial_partner_id
            else:
                # Shared before there is a partner at all: the first one is meant.
                item.shared_with_partner = item.shared_with_partner and not item_sudo.shared_partner_ids

    def _inverse_shared_with_partner(self):
        # With whom it was shared is guarded against clients; the right to share was checked.
        for item_sudo in self.sudo():
            partner_sudo = item_sudo.program_id.partner_id
            others_sudo = item_sudo.shared_partner_ids.filtered(
                lambda other, own=partner_sudo.commercial_partner_id: other.commercial_partner_id != own
            )
            item_sudo.shared_partner_ids = others_sudo | partner_sudo if item_sudo.shared_with_partner else others_sudo

    @api.depends("partner_comment_ids")
    def _compute_partner_comment_count(self):
        for item, count in self._count_each(self.env["rollout.log.comment"], "item_id").items():
            item.partner_comment_count = count

    @api.constrains("name", "shared_with_partner", "partner_summary", "blocked_reason", "decision_reason")
    def _check_partner_summary(self):
        for item in self:
            if item.shared_with_partner and not (item.partner_summary or "").strip():
                raise ValidationError(
                    self.env._("Write first what the partner is to read about “%s”.", item.display_name)
                )
        for program, items in self.grouped("program_id").items():
            texts = [*items.mapped("partner_summary"), *items.mapped("blocked_reason")]
            for item in items.filtered("shared_with_partner"):
                # An older decision may repeat somebody, as long as it stays in the house.
                texts.append(item.decision_reason)
                if item._is_worded_by_team():
                    texts.append(item.name)
            program._check_own_words(*texts)

    def _get_team_wording(self):
        return self.partner_summary or super()._get_team_wording()

    def _is_on_record(self):
        # What an earlier partner has read is kept as well as what the present one reads.
        return super()._is_on_record() or bool(self.shared_with_partner or self.shared_partner_ids)

    def _explain_kept(self):
        return self.env._(
            "“%s” is kept: somebody wrote it, or it was decided, critical or shared with the partner. "
            "Archive it once it is decided.",
            self.display_name,
        )

    def _get_copied_words(self):
        lines = self.env["rollout.review.item"].search([("item_id", "in", self.ids)])
        return [*super()._get_copied_words(), (lines, ("name", "wording"))]

    def action_share_with_partner(self):
        """Show the items to the partner; those that the team wrote need no other words.

        :raise UserError: naming the items that are still in staff's words
        """
        self.check_access("write")
        unworded = self.filtered(lambda item: not item._get_team_wording())
        if unworded:
            raise UserError(
                self.env._(
                    "Write first what the partner is to read, on the page “Partner” of:\n%s",
                    "\n".join(f"– {name}" for name in unworded.mapped("display_name")),
                )
            )
        for item in self:
            item.write({"partner_summary": item._get_team_wording(), "shared_with_partner": True})

    def action_unshare_with_partner(self):
        self.write({"shared_with_partner": False})
