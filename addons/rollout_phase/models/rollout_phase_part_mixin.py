from odoo import fields, models


class RolloutPhasePartMixin(models.AbstractModel):
    """What belongs to one phase, and is worked on by the champions of that phase."""

    _name = "rollout.phase.part.mixin"
    _description = "Part of a Rollout Phase"
    _inherit = ["rollout.calendar.mixin", "rollout.guarded.mixin"]
    _program_path = "phase_id.program_id"
    _check_company_auto = True

    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)

    def write(self, vals):
        result = super().write(vals)
        if "phase_id" in vals:
            # Record rules have judged the phase it came from; the one it goes to counts as well.
            self.check_access("write")
        return result
