from datetime import date, datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Window, windows_before
from odoo.addons.rollout_kpi.tools.survival import typical_duration

from .common_records import DURATION, ENDED, JANUARY, RecordsCase


@tagged("post_install", "-at_install")
class TestRecordsOpen(RecordsCase):
    """The time between two dates counts what hasn't ended, too."""

    def test_what_is_open_counts_with_the_time_it_has_waited(self):
        # Ended in January: 1 (begun in December), 1, 2, 4, 8 days; open since noon of the 12th: 19.5 days.
        for unit, hours in (("days", 24), ("hours", 1)):
            [answer] = self._measure(self._new_kpi(**DURATION, duration_unit=unit, date_field=False))
            with self.subTest(unit):
                self.assertIsNone(answer.error)
                self.assertAlmostEqual(answer.value, 3 * 24 / hours)
                self.assertEqual((answer.count, answer.waiting, answer.at_least), (6, 1, False))
                self.assertAlmostEqual(answer.oldest, 19.5 * 24 / hours)

    def test_working_days_wait_until_the_last_one(self):
        kpi = self._new_kpi(**DURATION, duration_unit="working_days")
        # From Monday 12 to Thursday 29, or to Saturday 31, of which the last working day is Friday 30.
        for until, waited in ((date(2026, 1, 30), 13), (date(2026, 2, 1), 14)):
            [answer] = self._measure(kpi, bounds=(date(2026, 1, 1), until))
            self.assertEqual((answer.waiting, answer.oldest), (1, waited))
            self.assertEqual(answer.value, typical_duration([1, 1, 2, 2, 5], [waited]).median)

    def test_where_most_are_open_the_value_is_a_lower_bound(self):
        for day in (13, 14, 15, 16, 19, 20):
            self._new_system(datetime(2026, 1, day, 5), None, 1.0)
        [answer] = self._measure(self._new_kpi(**DURATION))
        self.assertTrue(answer.at_least)
        self.assertEqual((answer.count, answer.waiting), (12, 7))
        self.assertGreaterEqual(answer.value, 8)

    def test_each_week_sees_what_was_open_in_it(self):
        kpi = self._new_kpi(**DURATION)
        weeks = windows_before(date(2026, 2, 2), 7, 5)
        windows = [Window(number, kpi.id, self.company.id, "Asia/Bangkok", *week) for number, week in enumerate(weeks)]
        answers = self.env["rollout.kpi"]._measure(windows)
        # December 29 to February 1: decided in it; still open at its end.
        self.assertEqual([answers[number].count - answers[number].waiting for number in range(5)], [1, 2, 2, 0, 0])
        self.assertEqual([answers[number].waiting for number in range(5)], [0, 2, 1, 1, 2])

    def test_an_end_in_the_future_is_not_reached(self):
        self.open_system.x_decided_on = datetime(2026, 3, 1)
        [answer] = self._measure(self._new_kpi(**DURATION))
        self.assertEqual((answer.count, answer.waiting), (6, 1))
        self.assertAlmostEqual(answer.oldest, 19.5)
        # At the very end of the window it is still open, a moment before it is not.
        for moment, waiting in ((datetime(2026, 1, 31, 17), 1), (datetime(2026, 1, 31, 16, 59, 59), 0)):
            self.open_system.x_decided_on = moment
            self.assertEqual(self._measure(self._new_kpi(**DURATION))[0].waiting, waiting)

    def test_ended_before_it_began_is_left_out_and_counted(self):
        self._new_system(datetime(2026, 1, 20, 5), -3, 1.0)
        for values, count in ((DURATION, 6), (ENDED, 4)):
            [answer] = self._measure(self._new_kpi(**values))
            self.assertEqual((answer.value, answer.count), (3, count))
            self.assertIn("ended before they began: 1", answer.method)

    def test_days_and_moments_alike(self):
        # The day on which a shadow system ends is a date, its making a moment; both are days then.
        self.open_system.retire_date = date(2026, 1, 20)
        domain = f"[('id', '=', {self.open_system.id})]"
        values = {"measure": "duration", "start_field": "create_date", "record_domain": domain}
        [answer] = self._measure(self._new_kpi(**values, end_field="retire_date"))
        self.assertEqual((answer.value, answer.count, answer.waiting), (8, 1, 0))
        self.open_system.retire_date = False
        [answer] = self._measure(self._new_kpi(**values, end_field="retire_date"))
        self.assertEqual((answer.value, answer.at_least, answer.oldest), (20, True, 20))

    def test_nothing_begun_is_too_few(self):
        kpi = self._new_kpi(**DURATION, record_domain="[('hours_per_week', '>', 1000)]")
        [answer] = self._measure(kpi)
        self.assertEqual((answer.state, answer.count, answer.waiting), ("too_few", 0, 0))
        self.assertIn("Median time between two dates", answer.method)

    def test_both_ends_are_asked_for(self):
        for values in ({"start_field": False}, {"end_field": False}, {"end_field": "create_date"}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._new_kpi(**{**DURATION, **values})
        with self.assertRaisesRegex(ValidationError, "Date"):
            self._new_kpi(**ENDED, date_field=False)

    def test_the_oldest_is_named_to_those_who_may_read_it(self):
        older = self._new_system(datetime(2026, 1, 10, 5), None, 1.0)
        older.name = "An old list"
        kpi = self._new_kpi(**DURATION)
        [answer] = self._measure(kpi)
        self.assertEqual(answer.facts["oldest"], older.id)
        self.assertNotIn("An old list", answer.method, "nobody in particular reads it")
        for user, is_named in ((self.lead, True), (self.stranger, False)):
            for reader in (kpi.with_user(user), kpi.with_user(user).sudo()):
                with self.subTest(user.login, su=reader.env.su):
                    self.assertEqual("open longest: An old list" in reader._describe(answer.facts), is_named)
        older.unlink()
        self.assertNotIn("open longest", kpi.with_user(self.lead)._describe(answer.facts))

    def test_many_durations_agree_with_the_pure_twin(self):
        ended, waiting = [1, 1, 2, 4, 8], [19.5]
        for number in range(20):
            begun, days = datetime(2026, 1, 13, 5) + timedelta(hours=5 * number), (number * 7) % 23
            self._new_system(begun, days or None, 1.0)
            until = datetime(2026, 1, 31, 17)
            if days and begun + timedelta(days=days) < until:
                ended.append(days)
            else:
                waiting.append((until - begun).total_seconds() / 86400)
        expected = typical_duration(ended, waiting)
        [answer] = self._measure(self._new_kpi(**DURATION), bounds=JANUARY)
        self.assertAlmostEqual(answer.value, expected.median)
        self.assertEqual(answer.at_least, expected.at_least)
        self.assertEqual((answer.count, answer.waiting), (len(ended) + len(waiting), len(waiting)))
