from odoo import api, fields, models


class RolloutGateCheck(models.Model):
    """Checks of the gate that the map answers: how work is done is known, and what becomes of shadow systems."""

    _inherit = "rollout.gate.check"

    kind = fields.Selection(
        selection_add=[
            ("workflows", "Every workflow has its steps"),
            ("shadow_systems", "Every shadow system has a fate"),
        ],
        ondelete={"workflows": "cascade", "shadow_systems": "cascade"},
    )

    @api.model
    def _get_default_checks(self):
        return [
            *super()._get_default_checks(),
            {"kind": "workflows", "sequence": 20},
            {"kind": "shadow_systems", "sequence": 25},
        ]

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

    @api.model
    def _evaluate_shadow_systems(self, phases) -> dict[int, tuple[str, str]]:
        """Ask whether shadow systems are known, and what becomes of each is decided.

        An empty register doesn't pass: it nearly always means that nobody has asked. Where there
        is truly none, the sponsor waives the check.
        """
        counts = {
            (phase.id, fate): count
            for phase, fate, count in self.env["rollout.shadow.system"]._read_group(
                [("phase_id", "in", phases.ids)], ["phase_id", "fate"], ["__count"]
            )
        }
        total_by_phase = dict.fromkeys(phases.ids, 0)
        for (phase_id, _fate), count in counts.items():
            total_by_phase[phase_id] += count
        results = {}
        for phase_id, total in total_by_phase.items():
            undecided = counts.get((phase_id, "undecided"), 0)
            if not total:
                results[phase_id] = (
                    "missing",
                    self.env._(
                        "None is registered. Ask who keeps a spreadsheet or a notebook; if there "
                        "is truly none, the sponsor can waive this check."
                    ),
                )
                continue
            results[phase_id] = (
                "fail" if undecided else "pass",
                self.env._(
                    "%(decided)s of %(total)s shadow systems have a decided fate",
                    decided=total - undecided,
                    total=total,
                ),
            )
        return results

    def _fix_workflows(self):
        return self._prepare_list("rollout_map.rollout_workflow_action")

    def _fix_shadow_systems(self):
        return self._prepare_list("rollout_map.rollout_shadow_system_action")
