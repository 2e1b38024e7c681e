from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from .common import GO_LIVE, KpiCase, noon


def day(number):
    return GO_LIVE + timedelta(days=number)


@tagged("post_install", "-at_install")
class TestMilestones(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracking = cls._track(cls.probe)

    def _start(self):
        self._enter_baseline(self.tracking)
        self._go_live()

    def test_each_day_once_and_in_time(self):
        self._start()
        seen = []
        for number in (0, 29, 30, 31, 59, 60, 61, 89, 90, 91, 200):
            self._run_readings(day(number))
            seen.append(len(self.tracking.milestone_ids))
        self.assertEqual(seen, [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
        self.assertEqual(len(self.asked), 3)
        for number, reading in self._milestones(self.tracking).items():
            self.assertEqual(reading.due_date, day(number))
            self.assertEqual((reading.date_from, reading.date_to), (day(number - 30), day(number)))
            self.assertFalse(reading.late)
            self.assertEqual((reading.value, reading.count, reading.method_text), (4, 12, "Probed"))
        self.assertFalse(self.tracking.next_due_date)

    def test_archiving_a_phase_hides_no_result(self):
        self._start()
        # As older databases have it: one in launch isn't archived any more.
        self.phase.sudo().active = False
        self._run_readings(day(30))
        self.assertEqual(self.tracking.milestone_ids.milestone_day, 30)

    def test_the_day_is_the_programs(self):
        self._start()
        # Twelve hours after noon it is day 30 in Bangkok, and still day 29 in UTC.
        self._run_readings(day(29), hours=11.99)
        self.assertFalse(self.tracking.milestone_ids)
        self._run_readings(day(29), hours=12)
        self.assertEqual(self.tracking.milestone_ids.milestone_day, 30)
        self.assertFalse(self.tracking.milestone_ids.late)

    def test_late_after_a_standstill(self):
        self._start()
        self._run_readings(day(75))
        readings = self._milestones(self.tracking)
        self.assertEqual(list(readings), [30, 60])
        self.assertTrue(all(reading.late for reading in readings.values()))
        # What was missed is still measured over its own days.
        self.assertEqual(readings[30].date_to, day(30))
        self.assertEqual(readings[60].date_from, day(30))
        self.assertEqual(self.tracking.day_30, "4.0 days (late)")

    def test_a_stable_phase_is_read_and_a_cancelled_one_is_not(self):
        self._start()
        self.phase.sudo().stage_id = self.env.ref("rollout_phase.stage_stable")
        self._run_readings(day(30))
        self.assertEqual(len(self.tracking.milestone_ids), 1)
        self.phase.sudo().stage_id = self.env.ref("rollout_phase.stage_cancelled")
        self._run_readings(day(60))
        self.assertEqual(len(self.tracking.milestone_ids), 1)

    def test_all_verdicts(self):
        self._start()
        # In the dip there is a direction, but no verdict yet. A week that is read stays as it was: one of day 90 is of
        # the time in which nothing had moved.
        for number, value, verdict, chance in (
            (30, 13, "likely_worse", 1 / 35),
            (60, 11, "not_told_apart", 1),
            (90, 7, "likely_improved", 1 / 14),
            (120, 7, "improved", 1 / 56),
            (180, 15, "worse", 1 / 56),
        ):
            type(self).answer = staticmethod(lambda window, value=value: Measurement(value, 9))
            self._run_readings(day(number))
            with self.subTest(day=number):
                self.assertEqual(self.tracking.verdict, verdict)
                self.assertTrue(number == 60 or abs(self.tracking.chance - chance) < 1e-9, self.tracking.chance)
        self.assertEqual(
            self.tracking.verdict_text,
            "From 11.0 to 15.0 days by day 180: 4.0 higher (+36 %); could be chance: 1 in 56",
        )
        self.assertEqual(
            self.tracking.basis_text,
            "3 points before go-live, 5 after it. In nine of ten such cases the true shift lies from +4.0 to +4.0."
            " Weeks 1 to 6, the expected dip, are left out.",
        )
        self.assertEqual(self.tracking.change, 36.4)
        self.assertEqual(len(self.tracking.point_ids), 25, "each week since go-live, once")

    def test_more_points_would_settle_it(self):
        self._start()
        weeks = [(day(84), 9)]

        def answer(window):
            counts = window.days == 30 or (window.date_to, 9) in weeks or window.date_to <= day(42)
            return Measurement(9, 9 if counts else 1)

        type(self).answer = staticmethod(answer)
        self._run_readings(day(90))
        self.assertEqual(self.tracking.verdict, "likely_improved")
        self.assertIn("could be chance: 1 in 4", self.tracking.verdict_text)
        self.assertIn("3 points before go-live, 1 after it.", self.tracking.basis_text, "the dip is left out")
        self.assertIn("that would settle it: 2.", self.tracking.basis_text)

    def test_too_few_data_is_a_verdict(self):
        self._start()
        type(self).answer = staticmethod(lambda window: Measurement(7, 1))
        self._run_readings(day(30))
        self.assertEqual(self.tracking.verdict, "too_few")
        self.assertEqual(
            self.tracking.verdict_text,
            "Too few data to tell by day 30: 3 points before go-live, 0 after it.",
        )
        self.assertEqual(self.tracking.day_30, "Too few data")
        self.assertIs(self.tracking.latest_value, False)
        self._run_readings(day(31))
        self.assertEqual(len(self.tracking.milestone_ids), 1)

    def test_a_failure_is_tried_again(self):
        self._start()
        other_kpi = self.env["rollout.kpi"].create({"name": "Other", "source": "probe"})
        other = self._track(other_kpi)

        def answer(window):
            if window.kpi_id == self.probe.id:
                raise ValueError("not now")
            return Measurement(7, 9)

        type(self).answer = staticmethod(answer)
        self._run_readings(day(30))
        reading = self.tracking.milestone_ids
        self.assertEqual((reading.state, reading.error), ("error", "ValueError: not now"))
        self.assertEqual(self.tracking.verdict, "pending")
        self.assertEqual(other.milestone_ids.value, 7)
        type(self).answer = staticmethod(lambda window: Measurement(7, 9))
        self._run_readings(day(32))
        self.assertEqual((reading.state, reading.value, reading.error), ("ok", 7, False))
        self.assertTrue(reading.late)
        self.assertEqual(len(self.tracking.milestone_ids), 1)

    def test_one_tracking_holds_up_no_other(self):
        by_hand = self._track()
        self._enter_baseline(by_hand)
        self._start()

        def broken(tracking, day):
            tracking.env.cr.execute("SELECT 1 / 0")

        self.patch(self.registry["rollout.kpi.tracking"], "_request_milestone", broken)
        logger = "odoo.addons.rollout_kpi.models.rollout_kpi_tracking"
        with self.assertLogs("odoo.sql_db", "ERROR"), self.assertLogs(logger, "ERROR") as log:
            self._run_readings(day(30))
        self.assertEqual(len(log.output), 1)
        self.assertEqual(self.tracking.milestone_ids.milestone_day, 30)

    def test_milestones_are_immutable(self):
        self._start()
        self._run_readings(day(30))
        reading = self.tracking.milestone_ids.with_user(self.lead)
        for values in ({"value": 1}, {"method": "x"}, {"late": False}, {"role": "baseline"}):
            with self.assertRaises(UserError):
                reading.with_context(install_mode=True).write(values)
        with self.assertRaises(UserError):
            reading.unlink()
        with (
            self.assertRaisesRegex(UserError, "from Odoo's own records"),
            freeze_time(noon(day(60))),
        ):
            self._enter_milestone(self.tracking, 60)

    def test_added_after_go_live(self):
        self._start()
        other_kpi = self.env["rollout.kpi"].create({"name": "Other", "source": "probe"})
        other = self._track(other_kpi)
        self._run_readings(day(40))
        self.assertEqual(len(other.baseline_ids), 8, "two months of weeks")
        self.assertEqual(max(other.baseline_ids.mapped("date_to")), GO_LIVE)
        self.assertTrue(other.baseline_locked_on)
        self.assertEqual(other.milestone_ids.milestone_day, 30)

    def _enter_milestone(self, tracking, number, value=9):
        return self.lead_env["rollout.kpi.reading"].create(
            {
                "tracking_id": tracking.id,
                "role": "milestone",
                "milestone_day": number,
                "date_to": day(1),
                "value": value,
                "method": "From the checklist",
            }
        )

    def test_by_hand(self):
        by_hand = self._track()
        self._enter_baseline(by_hand)
        self._start()
        with self.assertRaisesRegex(UserError, "Day 30 is on"), freeze_time(noon(day(29))):
            self._enter_milestone(by_hand, 30)
        with self.assertRaisesRegex(UserError, "30, 60, 90"), freeze_time(noon(day(50))):
            self._enter_milestone(by_hand, 45)
        self._run_readings(day(30))
        self._run_readings(day(31))
        self.assertFalse(by_hand.milestone_ids, "nothing is made up")
        activity = self.phase.activity_ids
        self.assertEqual(len(activity), 1, "asked once")
        self.assertEqual(activity.user_id, self.lead)
        self.assertEqual(activity.date_deadline, day(30))
        self.assertIn("Month-end close", activity.summary)
        with (
            freeze_time(noon(day(33))),
            Form(by_hand.with_user(self.lead)) as form,
            form.milestone_ids.new() as line,
        ):
            line.value = 9
            line.method = "From the checklist"
        reading = by_hand.milestone_ids
        self.assertEqual((reading.milestone_day, reading.value), (30, 9))
        self.assertEqual((reading.date_to, reading.due_date), (day(30), day(30)))
        self.assertTrue(reading.late)
        self.assertEqual(
            by_hand.verdict, "likely_improved", "one value is by chance below three others in 1 of 4 cases"
        )
        self.assertFalse(self.phase.activity_ids, "entering the value answers the request")
        with freeze_time(noon(day(34))), self.assertRaises(UserError):
            reading.with_user(self.lead).value = 1
        self._run_readings(day(60))
        self.assertEqual(len(self.phase.activity_ids), 1)

    def test_a_value_is_asked_for_in_the_leads_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_kpi")._update_translations(["th_TH"])
        self.lead.lang = "th_TH"
        by_hand = self._track()
        self.kpi.with_context(lang="th_TH").name = "ปิดบัญชี"
        self._enter_baseline(by_hand)
        self._start()
        self._run_readings(day(30))
        summary = by_hand.request_activity_id.summary
        self.assertIn("ปิดบัญชี", summary)
        self.assertNotIn("Enter", summary)

    def test_entering_a_milestone_locks_the_baseline(self):
        by_hand = self._track()
        self._enter_baseline(by_hand)
        self._start()
        # As older databases have those that came after go-live.
        by_hand.baseline_locked_on = False
        with freeze_time(noon(day(30))):
            self._enter_milestone(by_hand, 30)
        self.assertTrue(by_hand.baseline_locked_on)
        with self.assertRaises(UserError):
            by_hand.baseline_ids[0].with_user(self.lead).unlink()

    def test_queries_do_not_grow_with_the_phases(self):
        def measured(count):
            phases = self.env["rollout.phase"]
            for number in range(count):
                phases |= self._new_phase(self._new_department(f"D{count}-{number}"))
            for phase in phases:
                tracking = self._track(self.probe, phase)
                self._enter_baseline(tracking)
            phases.sudo().write({"stage_id": self.env.ref("rollout_phase.stage_live").id, "go_live_date": GO_LIVE})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(noon(day(30))):
                trackings = phases.sudo().kpi_tracking_ids
                trackings._take_readings()
                self.env.flush_all()
            self.assertEqual(len(trackings.milestone_ids), count)
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(12), measured(2) + 2)
