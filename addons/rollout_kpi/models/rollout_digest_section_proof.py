from markupsafe import Markup

from odoo import api, models
from odoo.tools import formatLang

from odoo.addons.rollout_phase.tools.reader_dates import format_date

from ..tools.bar import bar_percent


class RolloutDigestSection(models.Model):
    """The sections that this addon brings: where each phase stands, and what the KPIs say."""

    _inherit = "rollout.digest.section"

    @api.model
    def _render_phases(self, programs, audience: str) -> dict[int, Markup]:
        """Render where each phase stands: its stage, its day and, for whom it is to see, its gate."""
        phases = programs.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        return {
            program.id: self.env["ir.qweb"]._render(
                "rollout_kpi.digest_section_phases",
                {"rows": [self._prepare_phase_row(phase, audience) for phase in own]},
            )
            for program, own in phases.grouped("program_id").items()
        }

    @api.model
    def _prepare_phase_row(self, phase, audience):
        if phase.go_live_date:
            stage = self.env._("%(stage)s, day %(day)s", stage=phase.stage_id.name, day=phase.day)
            return {"name": phase.name, "stage": stage, "outlook": False}
        outlook = []
        if phase.planned_go_live:
            day = format_date(self.env, phase.planned_go_live, date_format="long")
            outlook.append(self.env._("planned for %s", day))
        if audience != "staff":
            outlook.append(
                self.env._("gate: %(passed)s of %(total)s", passed=phase.gate_passed, total=phase.gate_total)
            )
        return {"name": phase.name, "stage": phase.stage_id.name, "outlook": ", ".join(outlook)}

    @api.model
    def _render_kpi(self, programs, audience: str) -> dict[int, Markup]:
        """Render each KPI's baseline, latest reading and verdict, with bars of table cells."""
        trackings = self.env["rollout.kpi.tracking"].search(
            [
                ("program_id", "in", programs.ids),
                ("phase_id.active", "=", True),
                ("phase_id.stage_code", "!=", "cancelled"),
            ]
        )
        return {program.id: self._render_trackings(own) for program, own in trackings.grouped("program_id").items()}

    @api.model
    def _render_trackings(self, trackings) -> Markup:
        verdicts = dict(trackings._fields["verdict"]._description_selection(self.env))
        rows = [
            {"tracking": tracking, "verdict": verdicts[tracking.verdict], "bars": self._prepare_bars(tracking)}
            for tracking in trackings
        ]
        return self.env["ir.qweb"]._render("rollout_kpi.digest_section_kpi", {"rows": rows})

    @api.model
    def _prepare_bars(self, tracking):
        values = [
            (self.env._("Baseline"), tracking.baseline_value),
            (self.env._("Day %s", tracking.latest_day), tracking.latest_value),
        ]
        values = [(label, value) for label, value in values if value is not False]
        largest = max((value for _label, value in values), default=0)
        return [
            {
                "label": label,
                "text": formatLang(self.env, value, digits=1),
                "percent": bar_percent(value, largest),
                "latest": index > 0,
            }
            for index, (label, value) in enumerate(values)
        ]
