from datetime import timedelta

from odoo import api, fields, models


class RolloutPhase(models.Model):
    """Hypercare: the first weeks after go-live, which end on criteria and not on a date."""

    _inherit = "rollout.phase"

    exit_check_ids = fields.One2many(
        "rollout.gate.check",
        "phase_id",
        "Exit Criteria",
        domain=[("moment", "=", "stable")],
        copy=False,
    )
    exit_total = fields.Integer("Exit Criteria Asked", compute="_compute_exit")
    exit_passed = fields.Integer("Exit Criteria Met", compute="_compute_exit")
    exit_open = fields.Boolean("May Leave Hypercare", compute="_compute_exit", help="Every mandatory criterion is met.")
    hypercare_end = fields.Date(
        "Hypercare Until",
        compute="_compute_hypercare_end",
        help="When hypercare usually ends. It does end once its exit criteria are met.",
    )

    @api.depends("exit_check_ids.state", "exit_check_ids.mandatory")
    def _compute_exit(self):
        # As with the gate, the answer is the same for everybody who sees the phase.
        self.sudo().exit_check_ids._judge_together()
        for phase_sudo in self.sudo():
            checks_sudo = phase_sudo.exit_check_ids
            phase_sudo.exit_total = len(checks_sudo)
            phase_sudo.exit_passed = len(checks_sudo.filtered(lambda check: check.state == "pass"))
            phase_sudo.exit_open = not phase_sudo._get_blocking_checks("stable")

    @api.depends("go_live_date", "program_id.hypercare_days")
    def _compute_hypercare_end(self):
        for phase in self:
            phase.hypercare_end = phase.go_live_date and (
                phase.go_live_date + timedelta(days=phase.program_id.hypercare_days)
            )
