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

    def _get_followed_records(self, gone):
        # Whoever names a lead or a sponsor need not see all of the log.
        items_sudo = self.env["rollout.log.item"].sudo().with_context(active_test=False)
        items_sudo = items_sudo.search([("program_id", "=", self.id)])
        return [*super()._get_followed_records(gone), items_sudo.filtered(lambda item: item.user_id not in gone)]
