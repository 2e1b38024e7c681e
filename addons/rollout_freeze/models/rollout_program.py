from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutProgram(models.Model):
    """How long the freeze of each department lasts."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"freeze_days"})

    freeze_days = fields.Integer(
        "Freeze",
        default=90,
        tracking=True,
        help="Days from go-live during which customization requests wait. On this day they are up for decision.",
        aggregator=None,
    )

    _freeze_days_not_negative = models.Constraint(
        "CHECK (freeze_days BETWEEN 0 AND 3650)", "The freeze can't be negative, nor longer than ten years."
    )

    def _get_easing(self):
        return {**super()._get_easing(), "freeze_days": lambda new: new < self.freeze_days}

    def _find_eased_rules(self, vals):
        """
        :raise UserError: a freeze that is on would become shorter
        """
        eased = super()._find_eased_rules(vals)
        # An archived department's freeze is one, too.
        if "freeze_days" in eased and self.with_context(active_test=False).phase_ids.filtered("is_frozen"):
            raise UserError(
                self.env._(
                    "A freeze that is on isn't made shorter: the sponsor may grant exceptions to single requests."
                )
            )
        return eased

    @api.depends("freeze_days")
    def _compute_timeline(self):
        return super()._compute_timeline()

    def _get_timeline_spans(self):
        return {**super()._get_timeline_spans(), "freeze": self.freeze_days}
