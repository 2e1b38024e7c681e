from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class RolloutGateOverrideWizard(models.TransientModel):
    """Asks the sponsor why a phase may pass its closed gate."""

    _name = "rollout.gate.override.wizard"
    _description = "Override the Gate"
    _inherit = ["rollout.wizard.mixin"]

    phase_id = fields.Many2one("rollout.phase", required=True)
    findings = fields.Text("What the Gate Says", compute="_compute_findings")
    reason = fields.Text(required=True)

    def _compute_findings(self):
        for wizard in self:
            wizard.findings = wizard.phase_id._get_blocking_checks()._get_findings()

    def action_override(self):
        """Record the override in the sponsor's own name.

        :raise AccessError: the user is not the program's sponsor
        :raise UserError: no reason is given, or no check is in the way
        """
        self.ensure_one()
        phase = self.phase_id
        if phase.program_id.sponsor_id != self.env.user:
            raise AccessError(self.env._("Only the sponsor may override the gate."))
        if not self.reason.strip():
            raise UserError(self.env._("Say why the department should go live all the same."))
        phase.program_id._check_reason(self.reason)
        phase._wait_turn()
        blocking = phase._get_blocking_checks()
        if not blocking:
            raise UserError(self.env._("No check is in the way: there is nothing to override."))
        # Nobody has the right to create overrides: this method is the only way.
        override_sudo = (
            self.env["rollout.gate.override"]
            .sudo()
            .create(
                {
                    "phase_id": phase.id,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "reason": self.reason.strip(),
                    "check_ids": blocking.ids,
                    "findings": blocking._get_findings(),
                }
            )
        )
        phase._post_on_record(
            self.env._(
                "Gate overridden by %(sponsor)s: %(reason)s\n%(findings)s",
                sponsor=self.env.user.name,
                reason=override_sudo.reason,
                findings=override_sudo.findings,
            )
        )
        return {"type": "ir.actions.act_window_close"}
