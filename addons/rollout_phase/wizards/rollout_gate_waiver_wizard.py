from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class RolloutGateWaiverWizard(models.TransientModel):
    """Asks the sponsor why a check that the playbook requires may be waived."""

    _name = "rollout.gate.waiver.wizard"
    _description = "Waive a Check"
    _inherit = ["rollout.wizard.mixin"]

    check_id = fields.Many2one("rollout.gate.check", required=True, ondelete="cascade")
    detail = fields.Char(related="check_id.detail", related_sudo=False)
    reason = fields.Text(required=True)

    def action_waive(self):
        """Waive the check in the sponsor's own name.

        :raise AccessError: the user is not the program's sponsor
        :raise UserError: no reason is given, or the check stands in nobody's way
        """
        self.ensure_one()
        check = self.check_id
        check.check_access("read")
        if check.phase_id.program_id.sponsor_id != self.env.user:
            raise AccessError(self.env._("Only the sponsor can waive a check that the playbook requires."))
        if not self.reason.strip():
            raise UserError(self.env._("Say why the department may go without this check."))
        check._wait_turn()
        if not check._is_waivable():
            raise UserError(self.env._("This check stands in nobody's way: there is nothing to waive."))
        check._waive(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
