from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutGateCheck(models.Model):
    """Gate check: the planned day is a good one, or somebody has accepted that it isn't."""

    _inherit = "rollout.gate.check"

    kind = fields.Selection(selection_add=[("timing", "The day is well chosen")], ondelete={"timing": "cascade"})
    accepted_warnings = fields.Json(
        readonly=True, copy=False, help="Keys of the warnings that stood when they were accepted."
    )

    @api.model
    def _get_default_checks(self):
        return [*super()._get_default_checks(), {"kind": "timing", "sequence": 45}]

    @api.model
    def _get_confirmable_kinds(self):
        return super()._get_confirmable_kinds() | {"timing"}

    @api.model
    def _evaluate_timing(self, phases):
        warnings = phases._get_timing_warnings()
        checks = self.search([("phase_id", "in", phases.ids), ("kind", "=", "timing")])
        check_by_phase = checks.grouped("phase_id")
        results = {}
        for phase in phases:
            check = check_by_phase.get(phase, self.browse())
            found = warnings.get(phase.id, {})
            if not phase.planned_go_live:
                results[phase.id] = "missing", self.env._("No go-live is planned yet.")
            elif not found:
                results[phase.id] = "pass", self.env._("Nothing speaks against the planned day.")
            elif check.confirmed_on and found.keys() <= set(check.accepted_warnings or ()):
                results[phase.id] = (
                    "pass",
                    self.env._(
                        "Accepted by %(name)s: %(reason)s",
                        name=check.confirmed_by_id.name,
                        reason=check.evidence,
                    ),
                )
            else:
                results[phase.id] = "fail", " ".join(found.values())
        return results

    @api.depends("phase_id.planned_go_live", "accepted_warnings")
    def _compute_state(self):
        return super()._compute_state()

    def action_confirm(self):
        timing = self.filtered(lambda check: check.kind == "timing")
        warnings = timing.phase_id._get_timing_warnings()
        for check in timing:
            if not warnings.get(check.phase_id.id):
                raise UserError(self.env._("There is no warning to accept."))
        result = super().action_confirm()
        for check in timing:
            # Guarded against clients like the confirmation itself, which has just succeeded.
            check.sudo().accepted_warnings = list(warnings[check.phase_id.id])
        return result
