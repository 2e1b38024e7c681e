from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutGateOverride(models.Model):
    """A sponsor's decision to let a phase through in spite of failing checks; kept for good."""

    _name = "rollout.gate.override"
    _description = "Gate Override"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "phase_id.program_id"
    _order = "id desc"
    _rec_name = "phase_id"

    phase_id = fields.Many2one("rollout.phase", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Sponsor", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    check_ids = fields.Many2many("rollout.gate.check", string="Overridden Checks", readonly=True)
    findings = fields.Text(
        "What the Gate Said", required=True, readonly=True, help="What was in the way when it was overridden."
    )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("An override can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Overrides are kept."))
