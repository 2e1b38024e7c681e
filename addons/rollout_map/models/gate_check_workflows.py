from odoo import api, fields, models


class RolloutGateCheck(models.Model):
    _inherit = "rollout.gate.check"

    kind = fields.Selection(selection_add=[("workflows", "Workflows are mapped")], ondelete={"workflows": "cascade"})

    @api.model
    def _get_default_checks(self):
        return super()._get_default_checks() + [{"kind": "workflows", "sequence": 20}]

    @api.model
    def _evaluate_workflows(self, phases) -> dict[int, tuple[str, str]]:
        """Ask whether workflows are known, and each of them has its steps."""
        counts = {
            (phase.id, state): count
            for phase, state, count in self.env["rollout.workflow"]._read_group(
                [("phase_id", "in", phases.ids)], ["phase_id", "state"], ["__count"]
            )
        }
        results = {}
        for phase in phases:
            mapped = counts.get((phase.id, "mapped"), 0)
            total = mapped + counts.get((phase.id, "to_map"), 0)
            if not total:
                results[phase.id] = ("missing", self.env._("No workflow is written down yet."))
                continue
            results[phase.id] = (
                "pass" if mapped == total else "fail",
                self.env._(
                    "%(mapped)s of %(total)s workflows have their steps written down",
                    mapped=mapped,
                    total=total,
                ),
            )
        return results

    def _fix_workflows(self):
        return self._prepare_list("rollout_map.rollout_workflow_action")
