from odoo import fields, models


class RolloutProgram(models.Model):
    _inherit = "rollout.program"

    log_overdue_days = fields.Integer(
        "Days Until a Decision",
        default=14,
        required=True,
        help="An item of the log without a decision is overdue after this many days.",
        aggregator=None,
    )

    _log_overdue_days_positive = models.Constraint("CHECK (log_overdue_days > 0)", "A decision needs at least one day.")
    _log_overdue_days_ceiling = models.Constraint(
        "CHECK (log_overdue_days <= 365)", "A decision is overdue after a year at the latest."
    )
