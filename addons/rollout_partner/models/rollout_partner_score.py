from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutPartnerScore(models.Model):
    """How one partner does on one criterion of a scorecard."""

    _name = "rollout.partner.score"
    _description = "Rollout Partner Score"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "scorecard_id, sequence, id"
    _rec_name = "criterion_id"
    _alike_by = {"score": ("scorecard_id",)}
    _weighted_by = {"score": "weight"}
    _counted_where = {"score": [("rating", "!=", "0")]}

    scorecard_id = fields.Many2one("rollout.partner.scorecard", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scorecard_id.company_id", store=True, index=True)
    program_id = fields.Many2one(related="scorecard_id.program_id", store=True, index=True)
    partner_id = fields.Many2one(related="scorecard_id.partner_id", store=True)
    moment = fields.Selection(related="scorecard_id.moment", store=True)
    criterion_id = fields.Many2one("rollout.partner.criterion", required=True, ondelete="restrict")
    question = fields.Text(related="criterion_id.question")
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    # Taken over once: what is scored keeps the weight it was scored with.
    weight = fields.Integer(compute="_compute_weight", store=True, readonly=False, precompute=True, aggregator=None)
    rating = fields.Selection(
        [
            ("0", "Not scored yet"),
            ("1", "Poor"),
            ("2", "Weak"),
            ("3", "Fair"),
            ("4", "Good"),
            ("5", "Excellent"),
        ],
        required=True,
        default="0",
    )
    score = fields.Integer(compute="_compute_score", store=True, aggregator="avg")
    note = fields.Char("Reason", help="What this score rests on.")

    _criterion_unique = models.UniqueIndex(
        "(scorecard_id, criterion_id)", "This criterion is already on the scorecard."
    )
    _weight_positive = models.Constraint("CHECK (weight > 0)", "A weight must be more than zero.")

    @api.depends("criterion_id")
    def _compute_weight(self):
        for line in self:
            line.weight = line.weight or line.criterion_id.weight

    @api.depends("rating")
    def _compute_score(self):
        for line in self:
            line.score = int(line.rating)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._ensure_choice_is_open()
        return lines

    def write(self, vals):
        self._ensure_choice_is_open()
        weights = {line: line.weight for line in self} if "weight" in vals else {}
        result = super().write(vals)
        for line, old in weights.items():
            if line.weight != old:
                line._post_on_scorecard(
                    self.env._(
                        "%(criterion)s counts %(new)s instead of %(old)s.",
                        criterion=line.criterion_id.name,
                        new=line.weight,
                        old=old,
                    )
                )
        if "scorecard_id" in vals:
            # The scorecard it leaves must be open, and so must the one it goes to.
            self.check_access("write")
            self._ensure_choice_is_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_when_chosen(self):
        self._ensure_choice_is_open()
        for line in self:
            line._post_on_scorecard(self.env._("%s doesn't count any more.", line.criterion_id.name))

    def _post_on_scorecard(self, text: str):
        """Write down what changes by how much a criterion counts: candidates are compared by it."""
        if not self.env.su:
            self.scorecard_id._post_on_record(text)

    def _ensure_choice_is_open(self):
        """
        :raise UserError: a partner was chosen on these scores
        """
        if not self.env.su and self.scorecard_id.filtered("outcome"):
            raise UserError(
                self.env._(
                    "A partner was chosen on these scores: they stay as they were. Score the "
                    "partner again at day 30 instead."
                )
            )
