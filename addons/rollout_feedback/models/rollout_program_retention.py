from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields, models

FEEDBACK_MONTHS_FLOOR = 3


class RolloutProgram(models.Model):
    """How long a program keeps what people said."""

    _inherit = "rollout.program"

    feedback_retention_months = fields.Integer(
        "Keep Answers",
        default=12,
        help="Months after which answers are deleted, and their words in closed log items with them. "
        "Totals per week stay.",
    )
    conversation_retention_days = fields.Integer(
        "Keep Conversations",
        default=365,
        help="Days after which a closed note on a conversation is deleted. Its author can delete it at any time.",
    )

    _feedback_retention_floor = models.Constraint(
        f"CHECK (feedback_retention_months >= {FEEDBACK_MONTHS_FLOOR})",
        "Answers are kept for three months at least: milestones look back that far.",
    )
    _conversation_retention_positive = models.Constraint(
        "CHECK (conversation_retention_days > 0)", "Notes on conversations are kept for a day at least."
    )

    def _get_feedback_limit(self) -> datetime:
        """Return the moment before which answers are out of their time."""
        self.ensure_one()
        return fields.Datetime.now() - relativedelta(months=self.feedback_retention_months)
