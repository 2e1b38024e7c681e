from odoo import api, fields, models

from ..tools.verdict import BASELINE_POINTS


class RolloutGateCheck(models.Model):
    _inherit = "rollout.gate.check"

    kind = fields.Selection(
        selection_add=[("baseline", "The baseline is measured")],
        ondelete={"baseline": "cascade"},
    )

    @api.model
    def _get_default_checks(self):
        return [*super()._get_default_checks(), {"kind": "baseline", "sequence": 20}]

    @api.model
    def _evaluate_baseline(self, phases):
        """Count the points of each KPI of ``phases`` that have a value."""
        trackings_by_phase = phases.kpi_tracking_ids.grouped("phase_id")
        counts = dict(
            self.env["rollout.kpi.reading"]._read_group(
                [
                    ("phase_id", "in", phases.ids),
                    ("role", "=", "baseline"),
                    ("state", "=", "ok"),
                ],
                ["tracking_id"],
                ["__count"],
            )
        )
        results = {}
        for phase in phases:
            trackings = trackings_by_phase.get(phase, ())
            short = [
                self.env._(
                    "%(kpi)s (%(count)s of %(needed)s points)",
                    kpi=tracking.kpi_id.name,
                    count=counts.get(tracking, 0),
                    needed=BASELINE_POINTS,
                )
                for tracking in trackings
                if counts.get(tracking, 0) < BASELINE_POINTS
            ]
            if not trackings:
                results[phase.id] = "missing", self.env._("No KPI has been chosen yet.")
            elif short:
                started = any(counts.get(tracking) for tracking in trackings)
                results[phase.id] = (
                    "fail" if started else "missing",
                    self.env._("To be measured: %s", ", ".join(short)),
                )
            else:
                results[phase.id] = (
                    "pass",
                    self.env._("KPIs with a baseline: %s", len(trackings)),
                )
        return results

    def _fix_baseline(self):
        return self.phase_id.action_view_kpis()
