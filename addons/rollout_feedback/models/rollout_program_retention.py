from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

FEEDBACK_MONTHS_FLOOR = 3
FEEDBACK_MONTHS_CEILING = 120
CONVERSATION_DAYS_FLOOR = 30
CONVERSATION_DAYS_CEILING = 3650


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
    conversation_retention_days = fields.Integer(
        "Keep Conversations",
        default=365,
        tracking=True,
        help="Days after which a closed note on a conversation is deleted. Its author can delete it at any time.",
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
    _conversation_retention_floor = models.Constraint(
        f"CHECK (conversation_retention_days >= {CONVERSATION_DAYS_FLOOR})",
        "Notes on conversations are kept for 30 days at least after they were closed.",
    )
    _conversation_retention_ceiling = models.Constraint(
        f"CHECK (conversation_retention_days <= {CONVERSATION_DAYS_CEILING})",
        "Notes on conversations are kept for ten years (3650 days) at most after they were closed.",
    )

    @api.model
    def _get_expired_feedback_domain(self, moment_field: str) -> Domain:
        """Return the domain of what is out of its program's time, by a model's field that says when it is from."""
        now = fields.Datetime.now()
        return Domain.OR(
            Domain("program_id", "in", programs.ids) & Domain(moment_field, "<", now - relativedelta(months=months))
            for months, programs in self._group_by_retention("feedback_retention_months")
        )

    @api.model
    def _group_by_retention(self, setting: str) -> list[tuple]:
        """Return pairs of a number and the programs that have it, the archived ones included."""
        return self.with_context(active_test=False)._read_group([], [setting], ["id:recordset"])
