from datetime import date, timedelta

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
        self.assertIn("over 1 weeks", accounting.method)
        self.assertEqual((stock.state, stock.count), ("too_few", 0))

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
