from datetime import timedelta

from odoo import api, fields, models

from ..tools.timeline import axis_around


class RolloutProgram(models.Model):
    """All departments on one picture: planned and real go-lives, and what lasts for some time from there."""

    _inherit = "rollout.program"

    # Made by our own template from dates and escaped names; a sanitizer would take its styles.
    timeline = fields.Html(compute="_compute_timeline", sanitize=False)

    @api.depends(
        "hypercare_days",
        "phase_ids.name",
        "phase_ids.stage_code",
        "phase_ids.planned_go_live",
        "phase_ids.go_live_date",
    )
    def _compute_timeline(self):
        for program in self:
            values = program._prepare_timeline()
            program.timeline = self.env["ir.qweb"]._render("rollout_phase.timeline", values) if values else False

    def _prepare_timeline(self) -> dict:
        """Return what the template draws, empty without any date.

        Each row has the phase, the left edge of its planned and real go-lives, and, by the names of
        :meth:`_get_timeline_spans`, left edge and width of each bar, all in percent.
        """
        self.ensure_one()
        phases = self.phase_ids.filtered(
            lambda p: p.stage_code != "cancelled" and (p.planned_go_live or p.go_live_date)
        )
        today = self._get_today()
        spans = self._get_timeline_spans()
        days = {today}
        for phase in phases:
            start = phase.go_live_date or phase.planned_go_live
            days |= {start, start + timedelta(days=max(spans.values()))}
            days |= {phase.planned_go_live} - {False}
        if not phases:
            return {}
        axis = axis_around(days)
        rows = []
        for phase in phases:
            start = phase.go_live_date or phase.planned_go_live
            rows.append(
                {
                    "phase": phase,
                    "real": bool(phase.go_live_date),
                    "start": axis.at(start),
                    "planned": phase.planned_go_live and axis.at(phase.planned_go_live),
                    **{name: axis.bar(start, start + timedelta(days=length)) for name, length in spans.items()},
                }
            )
        return {"rows": rows, "months": axis.months(), "today": axis.at(today)}

    def _get_timeline_spans(self) -> dict[str, int]:
        """Return for how many days from each go-live a bar is drawn, by the name that the template has for it."""
        self.ensure_one()
        return {"hypercare": self.hypercare_days}
