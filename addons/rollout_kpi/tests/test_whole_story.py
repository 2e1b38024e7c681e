from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from .common import GO_LIVE, KpiCase, noon

# What the old system's weekly reports say, oldest first: as pasted by the lead.
OLD_FIGURES = "11.2\n10.4\n11.9\n10.8\n11.5\n10.1\n11.0\n11.4"
# How far from its course the value of a week lies, again and again.
SCATTER = (0.0, 0.3, -0.2, 0.1, -0.4, 0.2)


def day(number):
    return GO_LIVE + timedelta(days=number)


def improves(number):
    """Slower in the dip, and faster than before after it."""
    return 14 if number <= 42 else 8


def stays(number):
    return 14 if number <= 42 else 11.1 if number <= 130 else 8


COURSES = {"Improves": improves, "Stays": stays, "Likely": improves, "Hardly happens": improves}


@tagged("post_install", "-at_install")
class TestWholeStory(KpiCase):
    """One department from its old figures to day 180, as the scheduled actions and its people take it there.

    Of its numbers one improves after the dip, one is likely to have and is surer later, one can't be told apart from
    before until late, one has too few records, and one gets worse. The last is entered by hand: late, wrongly, and once
    not at all. No digest is sent all the while.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kpis = cls.env["rollout.kpi"].create(
            [{"name": name, "unit": "days", "source": "probe"} for name in COURSES]
            + [{"name": "Gets worse", "unit": "days", "min_count": 1}]
        )
        cls.names = {kpi.id: kpi.name for kpi in kpis}
        cls.improves, cls.stays, cls.likely, cls.hardly, cls.worse = (cls._track(kpi) for kpi in kpis)
        cls.measured = cls.improves + cls.stays + cls.likely + cls.hardly
        cls.all = cls.measured + cls.worse
        cls.env.ref("rollout_digest.ir_cron_send_digests").active = False

    def setUp(self):
        super().setUp()
        type(self).answer = staticmethod(self._answer)

    def _answer(self, window):
        number, name = (window.date_to - GO_LIVE).days, self.names[window.kpi_id]
        value = COURSES[name](number) + SCATTER[number // 7 % len(SCATTER)]
        # Of the weeks between the dip and day 90, the last one alone has enough records.
        is_thin = name == "Likely" and window.days == 7 and 42 < number < 84
        return Measurement(value, 1 if is_thin or name == "Hardly happens" else 12)

    def _paste(self, tracking, text, period="week"):
        action = tracking.with_user(self.lead).action_paste_points()
        paste = self.env["rollout.kpi.paste"].with_user(self.lead).with_context(**action["context"])
        paste = paste.create({"text": text, "method": "Weekly report of the old system", "period": period})
        return paste.action_add()

    def _run(self, number):
        """Let the scheduler have its hour on a day, twice: the second time finds nothing to do."""
        for _time in range(2):
            self._run_readings(day(number))
            with freeze_time(noon(day(number))):
                self._run_cron("rollout_kpi.ir_cron_raise_alarms")

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
        values = {"name": "Practise returns", "user_id": self.lead.id, "deadline": day(150)}
        with freeze_time(noon(GO_LIVE)):
            self.lead_env["rollout.kpi.countermeasure"].create(
                [{"tracking_id": tracking.id, **values} for tracking in trackings]
            )
        self.env.invalidate_all()

    def _get_alarms(self, kind="alarm"):
        """Return ``{(tracking, day)}`` of the mails that the sponsor and the lead have both got, once each."""
        rows = self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "=", f"rollout_kpi.{kind}")]
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

    def test_from_old_figures_to_day_180(self):
        # Before: what the old system told week by week is pasted, and three points are entered by hand.
        with freeze_time(noon(day(-1))):
            for tracking in self.measured:
                self._paste(tracking, OLD_FIGURES)
        self._enter_baseline(self.worse, (11, 10, 12))
        self.all.with_user(self.lead).target = 6
        self.assertEqual(self.all.mapped("baseline_value"), [11.1, 11.1, 11.1, 11.1, 11])
        self.assertEqual(set(self.all.mapped("verdict")), {"pending"})
        self.assertEqual(self.improves.baseline_ids.sorted("date_from")[-1:].date_to, day(-1))

        # Day 0 locks them, and the targets.
        self._go_live()
        self.assertTrue(all(self.all.mapped("baseline_locked_on")))
        for attempt in (
            lambda: self._paste(self.improves, "30"),
            lambda: self._enter_baseline(self.worse, (30,)),
            lambda: self.worse.baseline_ids[0].with_user(self.lead).unlink(),
            lambda: self.improves.with_user(self.lead).action_measure_baseline(),
            lambda: self.worse.with_user(self.lead).write({"target": 20}),
        ):
            with self.assertRaises(UserError):
                attempt()

        # Day 30 is read in time, in the midst of the dip: a direction, and no verdict. The value that only people know
        # is asked for, and comes three days late.
        self._run(29)
        self.assertFalse(self.all.milestone_ids)
        self._run(30)
        self.assertEqual(self.improves.day_30, "13.6 days")
        self.assertEqual(self.improves.verdict, "likely_worse")
        self.assertIn("Not final before day 90", self.improves.basis_text)
        self.assertEqual(len(self.improves.point_ids), 4)
        self.assertFalse(any(self.all.milestone_ids.mapped("late")))
        self.assertFalse(self.worse.milestone_ids, "nothing is made up")
        self.assertIn("Enter “Gets worse” of day 30", self._get_activities())
        reading = self._enter(on=33, milestone=30, value=1.3)
        self.assertTrue(reading.late)
        self.assertEqual(self.worse.day_30, "1.3 days (late)")
        self.assertNotIn("Enter “Gets worse” of day 30", self._get_activities())

        # It was a slip: corrected with a reason, while the old value stays on record.
        self.assertEqual(self.worse.verdict, "likely_improved")
        with freeze_time(noon(day(34))):
            self.lead_env["rollout.kpi.correction"].create(
                {"reading_id": reading.id, "value": 13, "reason": "The point was in the wrong place"}
            )
        self.env.invalidate_all()
        self.assertEqual((reading.value, self.worse.verdict), (13, "likely_worse"))
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
        self.assertEqual(self.hardly.day_60, "Too few data", "one record is not enough, and is no 0")
        self.assertIs(self.hardly.latest_value, False)

        # Nobody enters the fifth: after a week the sponsor hears of it, once.
        self.assertIn("Enter “Gets worse” of day 60", self._get_activities())
        self._run(66)
        self.assertFalse(self._get_alarms("missing"))
        self._run(67)
        self._run(80)
        self.assertEqual(self._get_alarms("missing"), {(self.worse, 60)})
        self._enter(on=81, milestone=60, value=14)
        self.assertFalse(self._get_alarms(), "before day 90 nothing is judged")
        self.assertFalse(self.program.alarm_count)

        # Day 90: the five verdicts. Three of them raise the alarm, each in its own words, though no digest is sent.
        self._enter(on=90, milestone=90, value=15)
        self._run(90)
        self.assertEqual(
            self.all.mapped("verdict"), ["improved", "not_told_apart", "likely_improved", "too_few", "worse"]
        )
        self.assertIn("Weeks 1 to 6, the expected dip, are left out.", self.improves.basis_text)
        self.assertIn("could be chance: 1 in 9", self.likely.verdict_text)
        self.assertIn("that would settle it: 1.", self.likely.basis_text)
        self.assertEqual(self._get_alarms(), {(self.stays, 90), (self.hardly, 90), (self.worse, 90)})
        self.assertEqual(
            [tracking.alarm_text for tracking in self.all],
            [
                False,
                "Not told apart from before by day 90",
                False,
                "Too few data to tell by day 90",
                "Worse by day 90",
            ],
        )
        mails = self.env["mail.mail"].search(
            [("rollout_mailing_id.program_id", "=", self.program.id), ("subject", "like", "by day 90")]
        )
        self.assertEqual(len(mails), 6)
        self.assertFalse(mails.filtered(lambda mail: "has not improved" in f"{mail.subject} {mail.body_html}"))
        self.assertEqual(self.program.alarm_count, 3)
        self.assertFalse(self.env["rollout.mailing"].search_count([("purpose", "=", "rollout_kpi.milestone")]))
        self.assertEqual(sum("what is done about" in summary for summary in self._get_activities()), 3)

        # Red until somebody says what is done about each.
        self._decide(self.stays, self.hardly)
        self.assertEqual(self.program.alarm_count, 1)
        self._decide(self.worse)
        self.assertFalse(self.program.alarm_count)

        # Day 120: read on where it had not surely improved; what has not helped is red again.
        self._enter(on=120, milestone=120, value=9)
        self._run(120)
        self.assertEqual(sorted(self._milestones(self.improves)), [30, 60, 90])
        self.assertEqual(self.likely.verdict, "improved")
        self.assertEqual(self.worse.verdict, "not_told_apart", "one month of three is better, two are worse")
        self.assertEqual(
            self._get_alarms() - {(tracking, 90) for tracking in self.all},
            {(self.stays, 120), (self.hardly, 120), (self.worse, 120)},
        )
        self.assertEqual(self.program.alarm_count, 3)
        self._decide(self.stays, self.hardly, self.worse)

        # Day 180 is the last: what happens too seldom still can't be judged.
        self._enter(on=180, milestone=180, value=6)
        self._run(180)
        self.assertEqual(self.all.mapped("verdict"), ["improved", "improved", "improved", "too_few", "not_told_apart"])
        self.assertEqual(self.all.mapped("next_due_date"), [False] * 5)
        self.assertEqual(
            {alarm for alarm in self._get_alarms() if alarm[1] == 180}, {(self.hardly, 180), (self.worse, 180)}
        )
        self.assertEqual(
            self.stays.verdict_text,
            "From 11.1 to 8.1 days by day 180: 3.0 lower (-27 %); could be chance: 1 in 1287",
        )

        # What was measured first is what all was measured against, to the end.
        self.assertEqual(self.all.mapped("baseline_value"), [11.1, 11.1, 11.1, 11.1, 11])
        self.assertEqual(self.all.mapped("target"), [6] * 5)
        taken = len(self.all.reading_ids)
        self._run(400)
        self.assertEqual(len(self.all.reading_ids), taken)
