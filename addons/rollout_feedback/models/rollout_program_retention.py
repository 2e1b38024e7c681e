from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

FEEDBACK_MONTHS_FLOOR = 3
FEEDBACK_MONTHS_CEILING = 120


class RolloutProgram(models.Model):
    """How long a program keeps what people said."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"feedback_retention_months"})

    feedback_retention_months = fields.Integer(
        "Keep Answers",
        default=12,
        tracking=True,
        help="Months after which answers are deleted, and their words in closed log items with them. "
        "Totals per week stay.",
        aggregator=None,
    )

    _feedback_retention_floor = models.Constraint(
        f"CHECK (feedback_retention_months >= {FEEDBACK_MONTHS_FLOOR})",
        "Answers are kept for three months at least: milestones look back that far.",
    )
    _feedback_retention_ceiling = models.Constraint(
        f"CHECK (feedback_retention_months <= {FEEDBACK_MONTHS_CEILING})",
        "Answers are kept for ten years (120 months) at most.",
    )

    @api.model
    def _get_expired_feedback_domain(self, moment_field: str) -> Domain:
        """Return the domain of what is out of its program's time, by a model's field that says when it is from."""
        now = fields.Datetime.now()
        return Domain.OR(
            Domain("program_id", "in", programs.ids) & Domain(moment_field, "<", now - relativedelta(months=months))
            for months, programs in self._group_by_retention("feedback_retention_months")
        )
