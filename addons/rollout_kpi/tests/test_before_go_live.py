"""What is said of the time before go-live is said before it."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GO_LIVE, KpiCase, noon
from .test_alarm import day


@tagged("post_install", "-at_install")
class TestBeforeGoLive(KpiCase):
    def setUp(self):
        super().setUp()
        self.early = self._track()
        self._enter_baseline(self.early)
        self.early.with_user(self.lead).target = 5
        self._go_live()

    def _follow(self, **values):
        kpi = self.env["rollout.kpi"].create({"name": "Calls"})
        return self.lead_env["rollout.kpi.tracking"].create({"kpi_id": kpi.id, "phase_id": self.phase.id, **values})

    def test_no_baseline_by_hand_after_go_live(self):
        late = self._follow()
        with self.assertRaisesRegex(UserError, "could follow what came out"):
            self._enter_baseline(late)
        with self.assertRaisesRegex(UserError, "could follow what came out"):
            late.baseline_ids = [(0, 0, {"date_to": GO_LIVE, "value": 101, "method": "Remembered"})]
        paste = self.lead_env["rollout.kpi.paste"].create(
            {"tracking_id": late.id, "text": "101\n101\n101", "method": "Remembered"}
        )
        with self.assertRaisesRegex(UserError, "could follow what came out"):
            paste.action_add()
        result = self.lead_env["rollout.kpi.reading"].load(
            ["tracking_id/.id", "date_to", "value", "method"], [[str(late.id), "2026-01-05", "101", "Remembered"]]
        )
        self.assertFalse(result["ids"])
        self.assertFalse(late.reading_ids)

    def test_what_odoo_measures_tells_of_the_time_before(self):
        late = self._track(self.probe)
        with freeze_time(noon(day(20))):
            late.with_user(self.lead).action_measure_baseline()
        self.assertEqual(len(late.baseline_ids), 8)

    def test_a_client_s_context_measures_nothing(self):
        late = self._track(self.probe)
        forged = {"default_level": 99, "default_spread": 99, "default_error": "x", "default_late": True}
        self.lead_env["ir.default"].set("rollout.kpi.reading", "due_date", "2026-01-01", user_id=True)
        with freeze_time(noon(day(20))):
            late.with_user(self.lead).with_context(**forged).action_measure_baseline()
        self.assertEqual(set(late.baseline_ids.mapped("level")), {4})
        self.assertEqual(late.baseline_value, 4)
        for name in ("error", "late", "due_date"):
            self.assertEqual(set(late.baseline_ids.mapped(name)), {False}, name)

    def test_no_target_after_go_live(self):
        late = self._follow()
        for change in (
            lambda: late.write({"target": 49}),
            lambda: self.early.with_user(self.lead).write({"target": 49}),
            lambda: self._follow(target=49),
            lambda: self.phase.with_user(self.lead).write(
                {"kpi_tracking_ids": [(0, 0, {"kpi_id": self.probe.id, "target": 49})]}
            ),
            lambda: (
                self.lead_env["rollout.kpi.tracking"]
                .with_context(default_target=49)
                .create({"kpi_id": self.probe.id, "phase_id": self.phase.id})
            ),
        ):
            with self.assertRaisesRegex(UserError, "must not follow what came out"), self.cr.savepoint():
                change()

    def test_no_target_is_brought_along(self):
        phase = self._new_phase(self._new_department("Sales"))
        tracking = self.lead_env["rollout.kpi.tracking"].create(
            {"kpi_id": self.probe.id, "phase_id": phase.id, "target": 49}
        )
        for values in ({"phase_id": self.phase.id}, {"kpi_id": self.kpi.id}):
            with self.assertRaisesRegex(UserError, "Add another one"):
                tracking.write(values)

    def test_own_defaults_make_no_point_of_a_baseline(self):
        """Odoo keeps defaults for each user: they say nothing about a reading."""
        defaults = self.lead_env["ir.default"]
        for name, value in (("role", "point"), ("late", True), ("count", 500), ("measured", True)):
            defaults.set("rollout.kpi.reading", name, value, user_id=True)
        phase = self._new_phase(self._new_department("Sales"))
        [point] = self._enter_baseline(self._track(phase=phase), (3,))
        self.assertRecordValues(point, [{"role": "baseline", "late": False, "count": 0, "measured": False}])

    def test_no_correction_comes_with_a_reading(self):
        phase = self._new_phase(self._new_department("Sales"))
        tracking = self._track(phase=phase)
        with self.assertRaises(UserError):
            self.lead_env["rollout.kpi.reading"].create(
                {
                    "tracking_id": tracking.id,
                    "date_to": GO_LIVE,
                    "value": 3,
                    "method": "x",
                    "correction_ids": [(0, 0, {"value": 9, "reason": "x", "old_value": 99})],
                }
            )
