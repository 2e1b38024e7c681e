from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from .common import GO_LIVE, KpiCase, noon

# What Odoo's records say: value and number of records by the day on which a window ends.
COURSES = {
    "Improves": {30: (10, 12), 60: (8, 12), 90: (6, 12)},
    "Stays": {30: (11, 12), 60: (11.5, 12), 90: (11, 12), 120: (11, 12), 180: (7, 12)},
    "Hardly happens": {30: (9, 8), 60: (9, 4), 90: (5, 2), 120: (5, 2), 180: (5, 2)},
}


def day(number):
    return GO_LIVE + timedelta(days=number)


@tagged("post_install", "-at_install")
class TestWholeStory(KpiCase):
    """One department from its baseline to day 180, as the scheduled actions and its people take it there.

    Of its four numbers one improves, one stays as it was, one gets worse and one has too few records. The one that
    gets worse is entered by hand: late, wrongly, and once not at all. No digest is sent all the while.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kpis = cls.env["rollout.kpi"].create(
            [{"name": name, "unit": "days", "source": "probe"} for name in COURSES]
            + [{"name": "Gets worse", "unit": "days", "min_count": 1}]
        )
        cls.names = {kpi.id: kpi.name for kpi in kpis}
        cls.improves, cls.stays, cls.hardly, cls.worse = (cls._track(kpi) for kpi in kpis)
        cls.all = cls.improves + cls.stays + cls.hardly + cls.worse
        cls.env.ref("rollout_kpi.ir_cron_send_digests").active = False

    def setUp(self):
        super().setUp()
        type(self).answer = staticmethod(self._answer)

    def _answer(self, window):
        number = (window.date_to - GO_LIVE).days
        value, count = COURSES[self.names[window.kpi_id]].get(number, (11, 12))
        return Measurement(value, count, "From the orders")

    def _run(self, number):
        """Let the scheduler have its hour on a day, twice: the second time finds nothing to do."""
        for _time in range(2):
            self._run_readings(day(number))
            with freeze_time(noon(day(number))), self.enter_registry_test_mode():
                self.env.ref("rollout_kpi.ir_cron_raise_alarms").method_direct_trigger()
        self.env.invalidate_all()

    def _enter(self, on, milestone, value):
        with freeze_time(noon(day(on))):
            reading = self.lead_env["rollout.kpi.reading"].create(
                {
                    "tracking_id": self.worse.id,
                    "role": "milestone",
                    "milestone_day": milestone,
                    "date_to": day(milestone),
                    "value": value,
                    "method": "From the checklist",
                }
            )
        self.env.invalidate_all()
        return reading

    def _decide(self, *trackings):
        self.lead_env["rollout.kpi.countermeasure"].create(
            [
                {"tracking_id": tracking.id, "name": "Practise returns", "user_id": self.lead.id, "deadline": day(150)}
                for tracking in trackings
            ]
        )
        self.env.invalidate_all()

    def _get_alarms(self, kind="alarm"):
        """Return ``{(tracking, day)}`` of the mails that the sponsor and the lead have both got, once each."""
        rows = self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "=", f"kpi.{kind}")]
        )
        got = {}
        for row in rows:
            tracking_id, number = map(int, row.period.split(":"))
            got.setdefault((self.env["rollout.kpi.tracking"].browse(tracking_id), number), []).append(row.res_id)
        for people in got.values():
            self.assertEqual(sorted(people), sorted((self.sponsor + self.lead).ids))
        return set(got)

    def _get_activities(self):
        return self.phase.activity_ids.mapped("summary")

    def test_from_baseline_to_day_180(self):
        # Before: three points of each, measured or entered.
        with freeze_time(noon(day(-1))):
            (self.improves + self.stays + self.hardly).with_user(self.lead).action_measure_baseline()
        self._enter_baseline(self.worse, (11, 10, 12))
        self.all.with_user(self.lead).target = 6
        self.assertEqual(self.all.mapped("baseline_value"), [11] * 4)
        self.assertEqual(set(self.all.mapped("verdict")), {"pending"})

        # Day 0 locks them, and the targets.
        self._go_live()
        self.assertTrue(all(self.all.mapped("baseline_locked_on")))
        for attempt in (
            lambda: self._enter_baseline(self.worse, (30,)),
            lambda: self.worse.baseline_ids[0].with_user(self.lead).unlink(),
            lambda: self.improves.with_user(self.lead).action_measure_baseline(),
            lambda: self.worse.with_user(self.lead).write({"target": 20}),
        ):
            with self.assertRaises(UserError):
                attempt()

        # Day 30 is read in time. The value that only people know is asked for, and comes three days late.
        self._run(29)
        self.assertFalse(self.all.milestone_ids)
        self._run(30)
        self.assertEqual(self.improves.day_30, "10.0 days")
        self.assertEqual(self.hardly.day_30, "9.0 days")
        self.assertFalse(any(self.all.milestone_ids.mapped("late")))
        self.assertFalse(self.worse.milestone_ids, "nothing is made up")
        self.assertIn("Enter “Gets worse” of day 30", self._get_activities())
        reading = self._enter(on=33, milestone=30, value=1.3)
        self.assertTrue(reading.late)
        self.assertEqual(self.worse.day_30, "1.3 days (late)")
        self.assertNotIn("Enter “Gets worse” of day 30", self._get_activities())

        # It was a slip: corrected with a reason, while the old value stays on record.
        with freeze_time(noon(day(34))):
            self.lead_env["rollout.kpi.correction"].create(
                {"reading_id": reading.id, "value": 13, "reason": "The point was in the wrong place"}
            )
        self.env.invalidate_all()
        self.assertEqual((reading.value, self.worse.verdict), (13, "worse"))
        self.assertEqual(
            [(kept.old_value, kept.value, kept.reason) for kept in reading.correction_ids],
            [(1.3, 13, "The point was in the wrong place")],
        )
        self.assertTrue(reading.late, "a correction makes nothing punctual")

        # On day 60 the server stands still; two days later all is read over its own days, and labelled.
        self._run(62)
        for tracking in (self.improves, self.stays):
            late = self._milestones(tracking)[60]
            self.assertTrue(late.late)
            self.assertEqual((late.date_from, late.date_to), (day(30), day(60)))
        self.assertEqual(self.hardly.day_60, "Too few data", "four records are not enough, and are no 0")
        self.assertIs(self.hardly.latest_value, False)

        # Nobody enters the fourth: after a week the sponsor hears of it, once.
        self.assertIn("Enter “Gets worse” of day 60", self._get_activities())
        self._run(66)
        self.assertFalse(self._get_alarms("missing"))
        self._run(67)
        self._run(80)
        self.assertEqual(self._get_alarms("missing"), {(self.worse, 60)})
        self._enter(on=81, milestone=60, value=14)
        self.assertFalse(self._get_alarms(), "before day 90 nothing is judged")
        self.assertFalse(self.program.alarm_count)

        # Day 90: the four verdicts. Three of them raise the alarm, though no digest is sent.
        self._enter(on=90, milestone=90, value=15)
        self._run(90)
        self.assertEqual(self.all.mapped("verdict"), ["improved", "flat", "too_few", "worse"])
        self.assertEqual(self._get_alarms(), {(self.stays, 90), (self.hardly, 90), (self.worse, 90)})
        self.assertEqual(self.program.alarm_count, 3)
        self.assertFalse(self.env["rollout.mailing"].search_count([("purpose", "like", "digest.")]))
        self.assertEqual(sum("what is done about" in summary for summary in self._get_activities()), 3)

        # Red until somebody says what is done about each.
        self._decide(self.stays, self.hardly)
        self.assertEqual(self.program.alarm_count, 1)
        self._decide(self.worse)
        self.assertFalse(self.program.alarm_count)

        # Day 120: read on where it had not improved; what has not helped is red again.
        self._enter(on=120, milestone=120, value=9)
        self._run(120)
        self.assertEqual(sorted(self._milestones(self.improves)), [30, 60, 90])
        self.assertEqual(self.worse.verdict, "improved")
        self.assertEqual(self._get_alarms() - {(t, 90) for t in self.all}, {(self.stays, 120), (self.hardly, 120)})
        self.assertEqual(self.program.alarm_count, 2)
        self._decide(self.stays, self.hardly)

        # Day 180 is the last: the dip is over, and what happens too seldom still can't be judged.
        self._enter(on=180, milestone=180, value=6)
        self._run(180)
        self.assertEqual(self.all.mapped("verdict"), ["improved", "improved", "too_few", "improved"])
        self.assertEqual(self.all.mapped("next_due_date"), [False] * 4)
        self.assertEqual({alarm for alarm in self._get_alarms() if alarm[1] == 180}, {(self.hardly, 180)})
        self.assertEqual(self.worse.verdict_text, "From 11.0 to 6.0 days by day 180 (-45 %)")

        # What was measured first is what all was measured against, to the end.
        self.assertEqual(self.all.mapped("baseline_value"), [11] * 4)
        self.assertEqual(self.all.mapped("target"), [6] * 4)
        taken = len(self.all.milestone_ids)
        self._run(400)
        self.assertEqual(len(self.all.milestone_ids), taken)
