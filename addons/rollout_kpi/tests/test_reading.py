from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from .common import GO_LIVE, KpiCase, noon


@tagged("post_install", "-at_install")
class TestReading(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracking = cls._track()
        cls.probed = cls._track(cls.probe)

    def _as_lead(self, record):
        return record.with_user(self.lead)

    def test_baseline_is_the_median(self):
        self._enter_baseline(self.tracking, (11, 9))
        self.assertEqual(self.tracking.baseline_text, "2 of 3 points")
        self._enter_baseline(self.tracking, (20,))
        self.assertEqual(self.tracking.baseline_value, 11)
        self.assertEqual(self.tracking.baseline_text, "11.0 days")
        self.assertEqual(self.tracking.verdict, "pending")

    def test_no_points_is_no_baseline(self):
        points = self._enter_baseline(self.tracking)
        self.env.flush_all()
        points.unlink()
        self.assertIs(self.tracking.baseline_value, False)
        self.assertIs(self.tracking.latest_value, False)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT baseline_value, latest_value, change FROM rollout_kpi_tracking WHERE id = %s",
            [self.tracking.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None, None))

    def test_baseline_is_entered_in_the_form(self):
        with Form(self._as_lead(self.tracking)) as form, form.baseline_ids.new() as point:
            point.date_to = date(2026, 2, 1)
            point.value = 0
            point.method = "From the checklist"
        reading = self.tracking.baseline_ids
        self.assertEqual(reading.value, 0)
        self.assertEqual(reading.value_text, "0.0 days")
        self.assertFalse(reading.measured)

    def test_method_and_value_are_asked(self):
        with self.assertRaisesRegex(ValidationError, "how the value was found"):
            self.lead_env["rollout.kpi.reading"].create(
                {"tracking_id": self.tracking.id, "date_to": GO_LIVE, "value": 3, "method": " "}
            )
        with self.assertRaisesRegex(UserError, "Enter the value"):
            self.lead_env["rollout.kpi.reading"].create(
                {"tracking_id": self.tracking.id, "date_to": GO_LIVE, "method": "Guess"}
            )

    @mute_logger("odoo.sql_db")
    def test_values_are_numbers(self):
        for value in (float("nan"), float("inf")):
            with self.assertRaises(ValidationError):
                self._enter_baseline(self.tracking, (value,))

    def test_baseline_is_not_from_the_future(self):
        with freeze_time(noon(GO_LIVE)):
            self._enter_baseline(self.tracking, (3,), until=GO_LIVE)
            with self.assertRaisesRegex(ValidationError, "before today"):
                self._enter_baseline(self.tracking, (3,), until=GO_LIVE + timedelta(days=2))

    def test_points_are_changed_until_locked(self):
        points = self._enter_baseline(self.tracking)
        self._enter_baseline(self.probed)
        points[0].value = 12
        points[1].unlink()
        self._enter_baseline(self.tracking, (9,))
        self._go_live()
        self.assertTrue(self.tracking.baseline_locked_on)
        point = self._as_lead(self.tracking.baseline_ids[0])
        with self.assertRaises(UserError):
            point.value = 3
        with self.assertRaises(UserError):
            point.unlink()
        with self.assertRaises(UserError):
            self._enter_baseline(self.tracking, (3,))
        with self.assertRaises(UserError):
            self._as_lead(self.tracking).unlink()
        with self.assertRaises(UserError):
            self._as_lead(self.probed).action_measure_baseline()
        with self.assertRaises(UserError):
            self._as_lead(self.tracking).phase_id = self._new_phase(self._new_department("Sales"))

    def test_the_lock_is_nobodys(self):
        self._enter_baseline(self.tracking)
        self._enter_baseline(self.probed)
        self._go_live()
        locked_on = self.tracking.baseline_locked_on
        tracking = self._as_lead(self.tracking).with_context(install_mode=True, force=True)
        for values in ({"baseline_locked_on": False}, {"verdict": "improved"}, {"baseline_value": 99}):
            with self.assertRaises(UserError):
                tracking.write(values)
        self.assertEqual(self.tracking.baseline_locked_on, locked_on)
        self.assertEqual(self.tracking.verdict, "pending")
        self.assertEqual(self.tracking.baseline_value, 11)

    def test_what_is_stated_is_all_that_is_taken(self):
        stated = {"tracking_id": self.tracking.id, "date_to": GO_LIVE, "value": 3, "method": "Guess"}
        readings = self.lead_env["rollout.kpi.reading"]
        for forged in (
            {"measured": True},
            {"count": 500},
            {"late": True},
            {"state": "too_few"},
            {"company_id": self.other_company.id},
            {"correction_ids": [Command.create({"value": 9, "reason": "x"})]},
        ):
            with self.subTest(**forged), self.assertRaisesRegex(UserError, "isn't set by hand"):
                readings.create({**stated, **forged})
        reading = readings.create(stated)
        self.assertFalse(reading.measured or reading.late or reading.count)
        self.assertEqual(reading.state, "ok")
        self.assertEqual(reading.company_id, self.company)

    def test_defaults_state_nothing(self):
        """A client's defaults don't fill what is not for people to fill."""
        forged = {"default_measured": True, "default_count": 99, "default_spread": 2.0, "default_error": "x"}
        readings = self.lead_env["rollout.kpi.reading"].with_context(**forged)
        point = readings.create(
            {"tracking_id": self.tracking.id, "date_to": "2026-01-01", "value": 3, "method": "Seen"}
        )
        self.assertRecordValues(point, [{"measured": False, "count": 0, "spread": False, "error": False}])
        forged = {"default_verdict": "improved", "default_latest_value": 1.0}
        trackings = self.lead_env["rollout.kpi.tracking"].with_context(**forged, default_phase_id=self.phase.id)
        tracking = trackings.create({"kpi_id": self.kpi.copy().id})
        for name, value in (("request_day", 90), ("baseline_locked_on", "2026-01-01 00:00:00")):
            with self.assertRaisesRegex(UserError, "isn't set by hand"):
                trackings.with_context(**{f"default_{name}": value}).create({"kpi_id": self.kpi.copy().id})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(
            tracking,
            [
                {
                    "phase_id": self.phase.id,
                    "verdict": "pending",
                    "latest_value": False,
                    "request_day": 0,
                    "baseline_locked_on": False,
                }
            ],
        )

    def test_champions_enter_nothing(self):
        with self.assertRaises(AccessError):
            self.env["rollout.kpi.reading"].with_user(self.champion).create(
                {
                    "tracking_id": self.tracking.id,
                    "date_to": GO_LIVE,
                    "value": 3,
                    "method": "Guess",
                }
            )

    def test_measured_baseline(self):
        with freeze_time(noon(GO_LIVE)):
            self._as_lead(self.probed).action_measure_baseline()
        points = self.probed.baseline_ids.sorted("date_to")
        self.assertEqual(
            [(str(point.date_from), str(point.date_to)) for point in points],
            [
                (str(GO_LIVE - timedelta(weeks=back + 1)), str(GO_LIVE - timedelta(weeks=back)))
                for back in range(7, -1, -1)
            ],
        )
        self.assertEqual(set(points.mapped("count")), {12})
        self.assertTrue(all(points.mapped("measured")))
        with self.assertRaises(UserError):
            self._as_lead(points[0]).value = 1
        # Measured again, it takes the place of what was measured, not of what was entered.
        entered = self._enter_baseline(self.probed, (6,))
        with freeze_time(noon(GO_LIVE)):
            self._as_lead(self.probed).action_measure_baseline()
        self.assertFalse(points.exists())
        self.assertTrue(entered.exists())
        self.assertEqual(len(self.probed.baseline_ids), 9)

    def test_measured_baseline_of_a_late_department_ends_today(self):
        self.phase.planned_go_live = date(2026, 2, 1)
        with freeze_time(noon(GO_LIVE)):
            self._as_lead(self.probed).action_measure_baseline()
        self.assertEqual(max(self.probed.baseline_ids.mapped("date_to")), GO_LIVE)

    def test_too_few_data_is_no_zero(self):
        type(self).answer = staticmethod(lambda window: Measurement(4.0, 1))
        with freeze_time(noon(GO_LIVE)):
            self._as_lead(self.probed).action_measure_baseline()
        point = self.probed.baseline_ids[0]
        self.assertEqual(point.state, "too_few")
        self.assertIs(point.value, False)
        self.assertEqual(point.value_text, "Too few data")
        self.assertEqual(self.probed.baseline_text, "0 of 3 points")
        self.assertIs(self.probed.baseline_value, False)
        self.assertEqual(point.export_data(["value"])["datas"], [[""]])

    def test_manual_baseline_cannot_be_measured(self):
        with self.assertRaisesRegex(UserError, "by hand"):
            self._as_lead(self.tracking).action_measure_baseline()

    def _correct(self, reading, user=None, **values):
        return (
            self.env["rollout.kpi.correction"]
            .with_user(user or self.lead)
            .create({"reading_id": reading.id, "value": 8, "reason": "Counted twice", **values})
        )

    def test_a_correction_keeps_the_old_value(self):
        self._enter_baseline(self.tracking)
        self._enter_baseline(self.probed)
        point = self.tracking.baseline_ids[0]
        with self.assertRaisesRegex(UserError, "entered or measured again"):
            self._correct(point)
        with self.assertRaises(AccessError):
            self._correct(point, user=self.stranger)  # who isn't told how it stands
        self._go_live()
        with self.assertRaisesRegex(UserError, "why"):
            self._correct(point, reason=" ")
        with self.assertRaisesRegex(UserError, "Choose the reading"):
            self._correct(point, reading_id=False)
        with self.assertRaises(AccessError):
            self._correct(point, user=self.champion)
        with self.assertRaisesRegex(UserError, "isn't set by hand"):
            self._correct(point, old_value=5)
        correction = self._correct(point)
        self.assertEqual((correction.old_value, point.value), (11, 8))
        for change in (lambda: correction.write({"reason": "x"}), correction.unlink):
            with self.assertRaises(AccessError):
                change()
        self.assertEqual(self._correct(point, value=7).old_value, 8)
