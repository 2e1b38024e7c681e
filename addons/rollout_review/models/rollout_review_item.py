from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.rollout_log.models.rollout_log_item import KINDS

DECISION_FIELDS = {"decision", "decision_reason"}


class RolloutReviewItem(models.Model):
    """One item of the log on the agenda of a review, as it was known then, and what was decided.

    What is only shown is known of the item at the time of the agenda.
    """

    _name = "rollout.review.item"
    _description = "Rollout Review Item"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "review_id, sequence, id"
    _owner_fields = frozenset({"review_id"})
    _fixed_fields = frozenset({"review_id", "item_id"})
    # The same item is spoken about in one review after the other.
    _alike_by = {"minutes_lost": ("review_id",), "voice_count": ("review_id",)}

    review_id = fields.Many2one("rollout.review", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="review_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10000)
    item_id = fields.Many2one(
        "rollout.log.item",
        "Log Item",
        index="btree_not_null",
        ondelete="set null",
        domain="[('program_id', '=', program_id)]",
    )
    section = fields.Selection(
        [
            ("overdue", "Overdue"),
            ("blocked", "Blocked"),
            ("new", "New"),
            ("costly", "Most Costly"),
            ("added", "Added"),
        ],
        "Why Listed",
        required=True,
        readonly=True,
        default="added",
    )
    name = fields.Char("Item", readonly=True)
    wording = fields.Text(
        "Text in the Minutes", readonly=True, help="The team's words; the log may hold somebody else's."
    )
    partner_summary = fields.Text(
        "What the Partner Reads", help="Empty: the partner doesn't see this line, neither here nor in the minutes."
    )
    kind = fields.Selection(KINDS, readonly=True)
    phase_id = fields.Many2one("rollout.phase", readonly=True, ondelete="set null")
    critical = fields.Boolean(readonly=True)
    blocked_reason = fields.Char("Waits For", readonly=True)
    minutes_lost = fields.Float("Minutes a Week", digits=(16, 0), readonly=True)
    voice_count = fields.Integer("Voices", readonly=True)
    days_open = fields.Integer(readonly=True, aggregator=None)
    decision = fields.Selection(selection="_get_decisions")
    decision_reason = fields.Char("Reason")
    applied = fields.Boolean("In the Log", readonly=True, copy=False, help="The decision stands in the log, too.")
    review_state = fields.Selection(related="review_id.state")

    _item_unique = models.UniqueIndex("(review_id, item_id)", "This item is already on the agenda.")

    @api.model
    def _get_decisions(self) -> list[tuple[str, str]]:
        return self.env["rollout.log.item"]._fields["decision"]._description_selection(self.env)

    @api.model
    def _explain_guard(self, names):
        return self.env._("A line keeps its item, and what was known of it.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            # A snapshot shows what only the readers of the log may see.
            lines.item_id.check_access("read")
            lines.review_id._ensure_open()
        # The snapshot is guarded against clients.
        lines.sudo()._take_snapshot()
        return lines

    def write(self, vals):
        if not self.env.su:
            self.review_id._ensure_open()
            if DECISION_FIELDS & vals.keys():
                self._ensure_not_applied()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        if not self.env.su:
            self.review_id._ensure_open()
            self._ensure_not_applied()

    def _ensure_not_applied(self):
        """
        :raise UserError: what was decided on one of the lines stands in the log
        """
        if self.filtered("applied"):
            raise UserError(self.env._("This decision already stands in the log."))

    @api.constrains("item_id", "review_id")
    def _check_program(self):
        for line in self:
            if line.item_id and line.item_id.program_id != line.review_id.program_id:
                raise ValidationError(self.env._("“%s” is an item of another program.", line.item_id.display_name))

    @api.constrains("decision")
    def _check_decision(self):
        # Odoo takes any value where the choices are asked of a method.
        known = self._fields["decision"].get_values(self.env)
        if any(line.decision and line.decision not in known for line in self):
            raise ValidationError(self.env._("Say what happens: choose a decision."))

    @api.constrains("partner_summary", "decision_reason")
    def _check_partner_summary(self):
        for line in self:
            # The partner reads the line as soon as there are words for it.
            if line.partner_summary:
                line.program_id._check_own_words(line.partner_summary, line.decision_reason)

    def _is_touched(self) -> bool:
        """Tell whether somebody added this line by hand or wrote a decision on it."""
        self.ensure_one()
        return self.section == "added" or bool(self.decision or self.decision_reason)

    def _take_snapshot(self):
        """Note what is known of the items now."""
        now = fields.Datetime.now()
        for line in self.filtered("item_id"):
            item = line.item_id
            line.write(
                {
                    "name": item.name,
                    "wording": item._get_team_wording(),
                    "partner_summary": line.partner_summary
                    or (item.shared_with_partner and item.partner_summary)
                    or False,
                    "kind": item.kind,
                    "phase_id": item.phase_id.id,
                    "critical": item.critical,
                    "blocked_reason": item.blocked and item.blocked_reason,
                    "minutes_lost": item.minutes_lost,
                    "voice_count": item.voice_count,
                    "days_open": (now - item.open_since).days if item.open_since else 0,
                }
            )

    def action_apply_decision(self):
        """Write the decisions back to the log.

        :raise UserError: there is nothing to write, or nobody said why
        """
        self.check_access("write")
        self.review_id._ensure_open()
        for line in self.filtered(lambda line: not line.applied):
            if not line.decision or not (line.decision_reason or "").strip():
                raise UserError(self.env._("“%s”: choose a decision and say why.", line.name or line.display_name))
            if not line.item_id:
                raise UserError(self.env._("“%s” is no longer in the log.", line.name))
            line.item_id._decide(line.decision, line.decision_reason)
            # Guarded against clients: it says that the log has just been written.
            line.sudo().applied = True

    @api.depends("wording", "kind", "section")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.display_name = line.wording or kinds.get(line.kind) or self.env._("Item")
