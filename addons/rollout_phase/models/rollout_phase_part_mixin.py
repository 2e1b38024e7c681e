from odoo import api, fields, models


class RolloutPhasePartMixin(models.AbstractModel):
    """What belongs to one phase, and is worked on by the champions of that phase."""

    _name = "rollout.phase.part.mixin"
    _description = "Part of a Rollout Phase"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "phase_id.program_id"
    _check_company_auto = True
    _owner_fields = frozenset({"phase_id"})

    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_in_the_open(self):
        """Keep on record what is no longer told of a department: its gate may have asked for it."""
        if self.env.su:
            return
        for phase, parts in self.grouped("phase_id").items():
            phase._post_on_record(
                self.env._(
                    "Removed by %(user)s: %(kind)s %(names)s",
                    user=self.env.user.name,
                    kind=self.env["ir.model"]._get(self._name).name,
                    names=", ".join(parts.mapped("display_name")),
                )
            )
