from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .rollout_impact import ASPECTS


class RolloutPhase(models.Model):
    """What is known about the department's work: today's ways, and what changes."""

    _inherit = "rollout.phase"

    workflow_ids = fields.One2many("rollout.workflow", "phase_id", "Workflows")
    shadow_system_ids = fields.One2many("rollout.shadow.system", "phase_id", "Shadow Systems")
    impact_ids = fields.One2many(
        "rollout.impact",
        "phase_id",
        "Change Impact",
        # Every phase is to be asked about every aspect.
        default=lambda self: [Command.create({"aspect": aspect}) for aspect, _label in ASPECTS],
    )

    def _add_missing_impacts(self):
        """Have each phase asked about every aspect; a new one is by itself."""
        impacts = self.env["rollout.impact"]
        present = {(impact.phase_id, impact.aspect) for impact in impacts.search([("phase_id", "in", self.ids)])}
        impacts.create(
            [
                {"phase_id": phase.id, "aspect": aspect}
                for phase in self
                for aspect, _label in ASPECTS
                if (phase, aspect) not in present
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_map(self):
        for phase in self:
            # Somebody has written down how work is done: that must not vanish with the phase,
            # not even what the user may not see.
            phase_sudo = phase.sudo()
            if phase_sudo.workflow_ids or phase_sudo.shadow_system_ids:
                raise UserError(
                    self.env._(
                        "“%s” has workflows or shadow systems written down. Archive it instead.",
                        phase.display_name,
                    )
                )
