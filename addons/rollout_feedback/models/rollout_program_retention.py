from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

FEEDBACK_MONTHS_FLOOR = 3


class RolloutProgram(models.Model):
    """How long a program keeps what people said."""

    _inherit = "rollout.program"

    feedback_retention_months = fields.Integer(
        "Keep Answers",
        default=12,
        help="Months after which answers are deleted, and their words in closed log items with them. "
        "Totals per week stay.",
        aggregator=None,
    )
    conversation_retention_days = fields.Integer(
        "Keep Conversations",
        default=365,
        help="Days after which a closed note on a conversation is deleted. Its author can delete it at any time.",
        aggregator=None,
    )

    _feedback_retention_floor = models.Constraint(
        f"CHECK (feedback_retention_months >= {FEEDBACK_MONTHS_FLOOR})",
        "Answers are kept for three months at least: milestones look back that far.",
    )
    _conversation_retention_positive = models.Constraint(
        "CHECK (conversation_retention_days > 0)", "Notes on conversations are kept for a day at least."
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
