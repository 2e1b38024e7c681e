from odoo import api, fields, models
from odoo.tools import formatLang

from ..tools.chart import bullet, sparkline


class RolloutKpiTracking(models.Model):
    """A KPI as pictures: where it stands between baseline and target, and how it got there.

    Everything about them is decided here, the words included; the web client only draws.
    """

    _inherit = "rollout.kpi.tracking"

    bullet = fields.Json("Against Baseline and Target", compute="_compute_bullet")
    sparkline = fields.Json("Course", compute="_compute_sparkline")

    @api.depends("baseline_value", "target", "latest_value", "latest_day", "kpi_id.unit")
    @api.depends_context("lang")
    def _compute_bullet(self):
        for tracking in self:
            numbers = {
                "value": (tracking.latest_value, self.env._("Day %s", tracking.latest_day)),
                "baseline": (tracking.baseline_value, self.env._("Baseline")),
                "target": (tracking.target, self.env._("Target")),
            }
            known = {kind: value for kind, (value, _name) in numbers.items() if value is not False}
            marks = bullet(known.get("value"), known.get("baseline"), known.get("target"))
            legend = [
                {"kind": kind, "name": name, "text": formatLang(self.env, value, digits=1)}
                for kind, (value, name) in numbers.items()
                if value is not False
            ]
            tracking.bullet = marks and {
                **marks,
                "legend": legend,
                "unit": tracking.unit or "",
                "label": tracking._describe([(line["name"], line["text"]) for line in legend]),
            }

    @api.depends(
        "reading_ids.level", "reading_ids.state", "reading_ids.role", "reading_ids.milestone_day",
        "reading_ids.date_to", "target", "phase_id.go_live_date", "kpi_id.unit",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_sparkline(self):
        for tracking in self:
            # A line that is just being entered may lack both.
            readings = tracking.reading_ids.filtered(
                lambda reading: reading.state == "ok" and reading.date_to and reading.level is not False
            ).sorted("date_to")
            # What a milestone sums up is in the points already, where there are any.
            points = readings.filtered(lambda reading: reading.role != "milestone")
            shown = points if points.filtered(lambda reading: reading.role == "point") else readings
            target = None if tracking.target is False else tracking.target
            line = sparkline(
                [(reading.date_to, reading.level) for reading in shown], tracking.phase_id.go_live_date, target
            )
            texts = [(reading.display_name, formatLang(self.env, reading.level, digits=1)) for reading in shown]
            tracking.sparkline = line and {
                "go_live": line["go_live"],
                "target": line["target"],
                "points": [
                    {"x": x, "y": y, "role": reading.role, "text": f"{name}: {text}"}
                    for (x, y), reading, (name, text) in zip(line["points"], shown, texts, strict=True)
                ],
                "label": tracking._describe(texts),
            }

    def _describe(self, texts) -> str:
        """Return in words what a picture shows, for those who don't see it.

        :param texts: ``(name, value)`` pairs
        """
        words = ", ".join(f"{name}: {value}" for name, value in texts)
        return f"{words} ({self.unit})" if self.unit else words
