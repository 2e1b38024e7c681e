from collections import defaultdict
from datetime import UTC, date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from odoo.tests import tagged

from odoo.addons.rollout_feedback.tests.common import AFTER_WEEK, THURSDAY, FeedbackCase
from odoo.addons.rollout_kpi.tools.measurement import Window

NOVEMBER = (date(2026, 11, 1), date(2026, 12, 1))


@tagged("post_install", "-at_install")
class TestManualHours(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env.ref("rollout_kpi_feedback.kpi_manual_hours")

    def _answer_week(self, moment, hours, phase=None):
        wave = self._new_wave(moment)
        for value in hours:
            self._answer(wave, phase or self.accounting, moment=moment, manual_hours=value)
        return wave

    def _measure(self, *phases, bounds=NOVEMBER):
        windows = [
            Window(phase.id, self.kpi.id, self.company.id, "Asia/Bangkok", *bounds, phase_id=phase.id)
            for phase in phases
        ]
        answers = self.env["rollout.kpi"]._measure(windows)
        return [answers[phase.id] for phase in phases]

    def test_mean_of_the_answers_times_the_people(self):
        self._answer_week(THURSDAY, [1, 2, 3, 4, 5])
        self.assertEqual(self._measure(self.accounting)[0].state, "too_few", "sealed answers are nobody's to read")
        self._release()
        accounting, stock = self._measure(self.accounting, self.stock)
        self.assertIsNone(accounting.error)
        # Six people of whom one is the champion's colleague: seven in all.
        self.assertEqual(accounting.value, 3 * self.accounting.staff_count)
        self.assertEqual(accounting.count, 5)
        self.assertEqual(accounting.facts, {"staff": self.accounting.staff_count, "weeks": 1})
        self.assertIn("over 1 weeks", accounting.method)
        self.assertEqual((stock.state, stock.count), ("too_few", 0))

    def test_the_people_are_those_of_the_day_it_was_measured(self):
        self._answer_week(THURSDAY, [1, 2, 3, 4, 5])
        self._release()
        [then] = self._measure(self.accounting)
        staff = self.accounting.staff_count
        self._new_employee("Newcomer", self.accounting.department_id)
        self.env.invalidate_all()
        self.assertEqual(self.accounting.staff_count, staff + 1)
        # Whoever reads it later reads of the people there were.
        self.assertEqual(self.kpi._describe(then.facts), then.method)
        self.assertIn(f"times {staff} people", then.method)

    def test_a_hidden_department_stays_hidden(self):
        wave = self._answer_week(THURSDAY, [1, 2, 3, 4])
        self._answer(wave, self.stock, count=5, manual_hours=9)
        self._release()
        self.assertEqual([answer.state for answer in self._measure(self.accounting, self.stock)], ["too_few"] * 2)

    def test_the_hours_of_few_are_no_reading(self):
        """Whoever sees readings may not see answers: an average of few is an answer."""
        self.kpi.min_count = 1
        for weeks in (0, 7):
            moment = THURSDAY + timedelta(days=weeks)
            wave = self._answer_week(moment, [40])
            self._answer(wave, self.accounting, count=5, moment=moment, mood=3)
            self._answer(wave, self.accounting, count=4, moment=moment, manual_hours=1, sender_name="Ann")
            self._release(AFTER_WEEK + timedelta(days=weeks))
        [accounting] = self._measure(self.accounting)
        self.assertEqual((accounting.state, accounting.count), ("too_few", 0))

    def test_four_are_too_few_and_five_are_enough(self):
        self.kpi.min_count = 1
        for weeks, people, expected in ((0, 4, ("too_few", 0)), (1, 5, ("ok", 5))):
            moment = THURSDAY + timedelta(weeks=weeks)
            wave = self._answer_week(moment, [2] * people)
            self._answer(wave, self.accounting, count=3, moment=moment, mood=3)
            self._release(AFTER_WEEK + timedelta(weeks=weeks))
            [accounting] = self._measure(self.accounting)
            self.assertEqual((accounting.state, accounting.count), expected)

    def test_a_week_belongs_to_the_period_in_which_it_ends(self):
        self._answer_week(THURSDAY, [2, 2, 2, 2, 2])
        self._release()
        end = (AFTER_WEEK + timedelta(hours=7)).date()
        [inside] = self._measure(self.accounting, bounds=(end - timedelta(days=1), end))
        [before] = self._measure(self.accounting, bounds=(end - timedelta(days=3), end - timedelta(days=1)))
        self.assertEqual((inside.count, before.count), (5, 0))

    def test_without_a_phase_there_is_no_department(self):
        window = Window("all", self.kpi.id, self.company.id, "Asia/Bangkok", *NOVEMBER)
        self.assertEqual(self.env["rollout.kpi"]._measure([window])["all"].state, "too_few")

    def _new_program_abroad(self):
        """A second company, in Los Angeles, with a department in launch."""
        self.other_company.resource_calendar_id.tz = "America/Los_Angeles"
        program = self.env["rollout.program"].create({"name": "Abroad", "company_id": self.other_company.id})
        department = self.env["hr.department"].create({"name": "Sales", "company_id": self.other_company.id})
        for number in range(4):
            self._new_employee(f"Abroad{number}", department, company_id=self.other_company.id)
        return self.env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})

    def _answer_a_year(self, phases):
        """A week in each four of a year: many, few or none answer, with and without hours, some with their names."""
        random = Random(19)
        for number in range(13):
            moment = THURSDAY + timedelta(weeks=4 * number)
            for program in phases.program_id:
                with self._at(moment):
                    wave = program._get_feedback_wave()
                for phase in phases.filtered(lambda phase, program=program: phase.program_id == program):
                    for _number in range(random.choice([0, 3, 5, 6, 8])):
                        self._answer(wave, phase, moment=moment, manual_hours=random.randrange(9))
                    self._answer(wave, phase, random.choice([0, 5]), moment, mood=3)
                    self._answer(wave, phase, random.choice([0, 2]), moment, manual_hours=20, sender_name="Ann")
            self._release(AFTER_WEEK + timedelta(weeks=4 * number, hours=16))

    def _measure_by_hand(self, phase, date_from, date_to):
        """Mean and number of answers, straight from the answers of the weeks that count."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH weeks AS (
                SELECT count(*) AS answers, sum(manual_hours)::float8 AS hours
                  FROM rollout_feedback answer JOIN rollout_wave wave ON wave.id = answer.wave_id
                 WHERE wave.program_id = %s AND answer.department_id = %s AND has_manual_hours
                   AND (wave.date_to AT TIME ZONE 'UTC' AT TIME ZONE %s - interval '1 second')::date >= %s
                   AND (wave.date_to AT TIME ZONE 'UTC' AT TIME ZONE %s - interval '1 second')::date < %s
              GROUP BY wave.id
                HAVING sum((sender_name IS NULL)::int) >= min(minimum_group)
            ) SELECT sum(hours) / sum(answers), coalesce(sum(answers), 0)::int FROM weeks
            """,
            [
                phase.program_id.id,
                phase.department_id.id,
                *(value for day in (date_from, date_to) for value in (phase.program_id._get_timezone(), day)),
            ],
        )
        return self.env.cr.fetchone()

    def _measure_in_python(self, phase, date_from, date_to):
        weeks = defaultdict(list)
        for answer in self.env["rollout.feedback"].search([("department_id", "=", phase.department_id.id)]):
            zone = ZoneInfo(phase.program_id._get_timezone())
            last = answer.wave_id.date_to.replace(tzinfo=UTC).astimezone(zone) - timedelta(seconds=1)
            if answer.has_manual_hours and date_from <= last.date() < date_to:
                weeks[answer.wave_id].append(answer)
        kept = [
            answer.manual_hours
            for wave, answers in weeks.items()
            if sum(not answer.sender_name for answer in answers) >= wave.minimum_group
            for answer in answers
        ]
        return (sum(kept) / len(kept) if kept else None), len(kept)

    def test_a_year_of_weeks_equals_a_query_by_hand(self):
        self.kpi.min_count = 1
        phases = self.accounting | self.stock | self._new_program_abroad()
        self._answer_a_year(phases)
        starts = [date(2026, 11, 1) + timedelta(days=30 * number) for number in range(13)]
        periods = [(start, start + timedelta(days=30)) for start in starts] + [(starts[0], date(2027, 12, 31))]
        for phase in phases:
            company, tz = phase.company_id, phase.program_id._get_timezone()
            windows = [Window(period, self.kpi.id, company.id, tz, *period, phase.id) for period in periods]
            answers = self.env["rollout.kpi"]._measure(windows)
            for period in periods:
                with self.subTest(phase=phase.name, period=period):
                    mean, count = self._measure_by_hand(phase, *period)
                    self.assertEqual((mean, count), self._measure_in_python(phase, *period))
                    self.assertEqual(answers[period].count, count)
                    if count:
                        self.assertAlmostEqual(answers[period].value, mean * phase.staff_count, 6)
                    else:
                        self.assertIsNone(answers[period].value)
            # Some weeks of the data count, and others don't.
            told = self.env["rollout.feedback"].search_count(
                [("wave_id.program_id", "=", phase.program_id.id), ("has_manual_hours", "=", True)]
            )
            self.assertLess(10, answers[periods[-1]].count, phase.name)
            self.assertLess(answers[periods[-1]].count, told, phase.name)
