"""A group shows a KPI's figure only where it is of one KPI of one phase."""

from datetime import date

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_figures import ALIKE, FiguresCase

from .common import KpiCase

FIGURES = {
    "rollout.kpi.milestone": {"value": ALIKE},
    "rollout.kpi.reading": {"value": ALIKE, "level": ALIKE},
    "rollout.kpi.tracking": {"target": ALIKE, "baseline_value": ALIKE, "latest_value": ALIKE, "change": ALIKE},
    "rollout.task": {"sample_count": "number of samples"},
    "rollout.task.sample": {"minutes": ALIKE},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, KpiCase):
    MODULE = "rollout_kpi"
    FIGURES = FIGURES

    def _follow(self, name, direction, unit, before, after):
        kpi = self.env["rollout.kpi"].create({"name": name, "source": "manual", "direction": direction, "unit": unit})
        tracking = self.env["rollout.kpi.tracking"].create({"kpi_id": kpi.id, "phase_id": self.phase.id})
        base = {"tracking_id": tracking.id, "state": "ok", "method": "counted by hand"}
        for month in (7, 8, 9):
            days = {"date_from": date(2026, month, 1), "date_to": date(2026, month + 1, 1)}
            self.env["rollout.kpi.reading"].create({**base, **days, "role": "baseline", "value": before})
        days = {"date_from": date(2026, 11, 1), "date_to": date(2026, 12, 1)}
        self.env["rollout.kpi.reading"].create(
            {**base, **days, "role": "milestone", "milestone_day": 30, "value": after}
        )
        return tracking

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._follow(cls, "Days to bind", "lower", "days", 10, 6)
        cls.pair |= cls._follow(cls, "Pages right", "higher", "%", 80, 84)

    def test_no_mean_of_two_kpis(self):
        aggregates = ["change:avg", "baseline_value:avg", "latest_value:avg", "target:avg"]
        domain = [("id", "in", self.pair.ids)]
        [together] = self.pair.formatted_read_group(domain, ["phase_id"], aggregates)
        self.assertEqual([together[name] for name in aggregates], [False] * 4)
        [total], each = self.pair.formatted_read_grouping_sets(domain, [[], ["kpi_id"]], aggregates)
        self.assertFalse(any(total[name] for name in aggregates))
        self.assertEqual([group["baseline_value:avg"] for group in each], [10, 80])
        self.assertEqual([round(group["change:avg"]) for group in each], [-40, 5])

    def test_no_mean_of_two_readings(self):
        readings = self.pair.reading_ids
        domain = [("id", "in", readings.ids)]
        for groupby in ([], ["phase_id"], ["kpi_id"], ["date_to:month"]):
            groups = readings.formatted_read_group(domain, groupby, ["value:avg", "value:sum"])
            self.assertFalse(any(group["value:avg"] or group["value:sum"] for group in groups), groupby)
        each = readings.formatted_read_group(domain, ["kpi_id", "date_to:day"], ["value:avg"])
        self.assertEqual([group["value:avg"] for group in each], [10, 10, 10, 6, 80, 80, 80, 84])

    def test_a_chart_is_of_one_kpi_of_one_phase(self):
        views = self.env["ir.ui.view"].search([("model", "in", ["rollout.kpi.reading", "rollout.kpi.tracking"])])
        self.assertEqual(views.filtered(lambda view: view.type == "graph").mapped("model"), ["rollout.kpi.reading"])
        windows = self.env["ir.actions.act_window"].search(
            [("res_model", "in", ["rollout.kpi.reading", "rollout.kpi.tracking"]), ("view_mode", "like", "graph")]
        )
        self.assertEqual(windows, self.env.ref("rollout_kpi.rollout_kpi_reading_chart_action"))
        self.assertIn("('tracking_id', '=', active_id)", windows.domain)
