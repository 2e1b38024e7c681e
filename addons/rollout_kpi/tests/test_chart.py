from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GO_LIVE, KpiCase, noon


@tagged("post_install", "-at_install")
class TestChart(KpiCase):
    """The target, the two small charts of a KPI, and the milestones on a calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracking = cls._track(cls.probe)
        cls.as_lead = cls.tracking.with_user(cls.lead)

    def _start(self, day=30):
        self._enter_baseline(self.tracking, (11, 12, 10))
        self._go_live()
        self._run_readings(GO_LIVE + timedelta(days=day))

    def test_a_target_is_decided_before_go_live(self):
        self.as_lead.target = 5
        self.as_lead.target = False
        self.assertIs(self.tracking.target, False, "none is no target of 0")
        with Form(self.as_lead) as form:
            form.target = 6
        self.assertEqual(self.tracking.target, 6)
        self._start()
        with self.assertRaisesRegex(UserError, "fixed with the baseline"):
            self.as_lead.target = 9
        with self.assertRaisesRegex(UserError, "fixed with the baseline"):
            self.as_lead.with_context(install_mode=True).write({"target": False})
        self.assertEqual(self.tracking.target, 6)

    def test_a_target_is_a_number(self):
        with self.assertRaises(ValidationError):
            self.as_lead.target = float("nan")

    def test_bullet(self):
        self.assertFalse(self.tracking.bullet)
        self.as_lead.target = 5.5
        self._start()
        bullet = self.as_lead.bullet
        # The baseline is the largest number, 11; the scale ends a tenth beyond it.
        self.assertEqual(bullet["baseline"], 90.91)
        self.assertEqual(bullet["target"], 45.45)
        self.assertEqual(bullet["bar"], [0, 33.06])
        self.assertEqual(bullet["label"], "Day 30: 4.0, Baseline: 11.0, Target: 5.5 (days)")
        self.assertEqual([line["kind"] for line in bullet["legend"]], ["value", "baseline", "target"])

    def test_sparkline(self):
        self.assertFalse(self.tracking.sparkline)
        self._start()
        line = self.tracking.sparkline
        self.assertEqual([point["role"] for point in line["points"]], ["baseline"] * 3 + ["point"] * 4)
        across = [point["x"] for point in line["points"]]
        self.assertEqual(across, sorted(across))
        self.assertEqual(line["points"][0]["text"], "Baseline: 10.0")
        self.assertEqual(line["go_live"], across[2])
        down = [point["y"] for point in line["points"]]
        self.assertEqual(down[1], min(down), "12, the largest, is on top")
        self.assertEqual(down[3], max(down))
        self.assertEqual(
            line["label"],
            "Baseline: 10.0, Baseline: 12.0, Baseline: 11.0" + ", Point after go-live: 4.0" * 4 + " (days)",
        )

    def test_a_number_that_is_zero_is_drawn(self):
        self._enter_baseline(self.tracking, (0, 0, 0))
        self.as_lead.target = 0
        self.assertEqual((self.tracking.bullet["baseline"], self.tracking.bullet["target"]), (0, 0))
        self.assertEqual(len(self.tracking.sparkline["points"]), 3)
        self.assertEqual(self.tracking.sparkline["target"], 50)

    def test_a_line_that_is_being_entered(self):
        self._enter_baseline(self.tracking)
        with Form(self.as_lead) as form, form.baseline_ids.new() as point:
            point.method = "From the checklist"
            point.date_to = GO_LIVE - timedelta(days=90)
            point.value = 9
        self.assertEqual(len(self.tracking.sparkline["points"]), 4)

    def _get_milestones(self, user=None, today=30):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(noon(GO_LIVE + timedelta(days=today))):
            found = (
                self.env["rollout.kpi.milestone"]
                .with_user(user or self.lead)
                .search([("tracking_id", "=", self.tracking.id)])
            )
            return {milestone.milestone_day: (str(milestone.date), milestone.state) for milestone in found}

    def test_planned_milestones_move_with_the_plan(self):
        self.phase.planned_go_live = False
        self.assertFalse(self._get_milestones())
        self.phase.planned_go_live = GO_LIVE
        self.assertEqual(
            self._get_milestones(today=-30),
            {30: ("2026-04-01", "planned"), 60: ("2026-05-01", "planned"), 90: ("2026-05-31", "planned")},
        )
        self.phase.planned_go_live = GO_LIVE + timedelta(days=1)
        self.assertEqual(self._get_milestones()[30], ("2026-04-02", "planned"))
        self.phase.with_user(self.lead).action_cancel()
        self.assertFalse(self._get_milestones())

    def test_milestones_of_a_live_phase(self):
        self._start(day=31)
        self.assertEqual(self._get_milestones(today=61)[30], ("2026-04-01", "late"))
        self.assertEqual(self._get_milestones(today=60)[60], ("2026-05-01", "due"))
        self.assertEqual(self._get_milestones(today=61)[60], ("2026-05-01", "missing"))
        self.assertEqual(sorted(self._get_milestones()), [30, 60, 90])
        self._run_readings(GO_LIVE + timedelta(days=60))
        self.assertEqual(self._get_milestones(today=61)[60], ("2026-05-01", "read"))
        self.phase.sudo().go_live_date += timedelta(days=1)
        self.assertEqual(self._get_milestones(today=61)[60], ("2026-05-01", "read"), "what was read stays on its day")

    def test_a_reading_that_failed_is_missing(self):
        def fail(window):
            raise ValueError("not now")

        type(self).answer = staticmethod(fail)
        self._start()
        self.assertEqual(self.tracking.milestone_ids.state, "error")
        self.assertEqual(self._get_milestones(today=31)[30], ("2026-04-01", "missing"))

    def test_what_has_not_improved_is_read_on(self):
        self._enter_baseline(self.tracking, (1, 1, 1))
        self._go_live()
        self._run_readings(GO_LIVE + timedelta(days=90))
        self.assertEqual(sorted(self._get_milestones()), [30, 60, 90, 120, 180])

    def test_what_was_read_stays_when_a_correction_ends_the_reading_on(self):
        self._enter_baseline(self.tracking, (1, 1, 1))
        self._go_live()
        for day in (90, 120):
            self._run_readings(GO_LIVE + timedelta(days=day))
        points = self.tracking.point_ids.filtered(lambda point: point.date_to <= GO_LIVE + timedelta(days=90))
        self.env["rollout.kpi.correction"].with_user(self.lead).create(
            [{"reading_id": point.id, "value": 0.5, "reason": "Counted twice"} for point in points[-5:]]
        )
        self.assertFalse(self.tracking.is_extended)
        self.assertEqual(sorted(self._get_milestones()), [30, 60, 90, 120])

    def test_a_milestone_leads_to_its_kpi(self):
        self._start()
        milestone = self.env["rollout.kpi.milestone"].search(
            [("tracking_id", "=", self.tracking.id), ("milestone_day", "=", 30)]
        )
        self.assertEqual(milestone.display_name, f"Day 30: {self.tracking.display_name}: 4.0 days")
        action = milestone.with_user(self.lead).action_open_tracking()
        self.assertEqual((action["res_model"], action["res_id"]), ("rollout.kpi.tracking", self.tracking.id))

    def test_the_phase_opens_its_own_kpis(self):
        self.assertEqual(self.phase.kpi_tracking_count, 1)
        action = self.phase.with_user(self.lead).action_view_kpis()
        self.assertEqual(action["views"][0][1], "kanban")
        self.assertEqual(self.env["rollout.kpi.tracking"].search(action["domain"]), self.tracking)
