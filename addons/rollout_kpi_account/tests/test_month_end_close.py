from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Window

from .common import LockCase


@tagged("post_install", "-at_install")
class TestMonthEndClose(LockCase):
    def test_working_days_until_the_lock(self):
        self._lock(datetime(2026, 1, 20, 3), until=date(2025, 12, 31))
        # Saturday is the 31st; Monday 2 to Friday 6 are five working days, in Bangkok from 17:00 UTC on.
        self._lock(datetime(2026, 2, 5, 17), until=date(2026, 1, 31))
        answer = self._measure(date(2026, 2, 1), date(2026, 3, 1))
        self.assertIsNone(answer.error)
        self.assertEqual((answer.value, answer.count), (5, 1))
        self.assertEqual(answer.facts, {"closed": ["2026-01"], "open": []})
        self.assertIn("January 2026", answer.method)

    def test_holidays_are_no_working_days(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": datetime(2026, 2, 3, 0),
                "date_to": datetime(2026, 2, 3, 12),
            }
        )
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31))
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1)).value, 4)

    def test_the_first_lock_closes_the_newest_month_alone(self):
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31))
        self.assertEqual(self._measure(date(2026, 1, 1), date(2026, 3, 1)).count, 1)

    def test_only_the_first_lock_counts(self):
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31))
        self._lock(datetime(2026, 2, 9, 3), until=date(2025, 12, 31))
        self._lock(datetime(2026, 2, 20, 3), until=date(2026, 1, 31))
        answer = self._measure(date(2026, 2, 1), date(2026, 3, 1))
        self.assertEqual((answer.value, answer.count), (5, 1))

    def test_several_months_at_once(self):
        self._lock(datetime(2026, 1, 5, 3), until=date(2025, 12, 31))
        self._lock(datetime(2026, 3, 4, 3), until=date(2026, 2, 28))
        answer = self._measure(date(2026, 3, 1), date(2026, 4, 1))
        # January after 23 working days, February after 3.
        self.assertEqual((answer.value, answer.count), ((23 + 3) / 2, 2))

    def test_the_hard_lock_closes_and_partial_locks_do_not(self):
        self._lock(datetime(2026, 2, 3, 3), "sale_lock_date", date(2026, 1, 31))
        self._lock(datetime(2026, 2, 4, 3), "tax_lock_date", date(2026, 1, 31))
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1)).state, "too_few")
        self._lock(datetime(2026, 2, 6, 3), "hard_lock_date", date(2026, 1, 31))
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1)).value, 5)
        # The soft lock that follows covers what is closed already.
        self._lock(datetime(2026, 2, 10, 3), until=date(2026, 1, 31))
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1)).count, 1)

    def test_a_month_that_is_not_over_is_not_closed(self):
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 2, 28))
        answer = self._measure(date(2026, 2, 1), date(2026, 3, 1))
        self.assertEqual((answer.state, answer.count), ("too_few", 0))

    def test_each_company_by_itself(self):
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31), company=self.other_company)
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1)).count, 0)
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1), self.other_company).count, 1)

    def test_one_question_may_ask_of_several_time_zones(self):
        # Thursday evening in Los Angeles is Friday morning in Bangkok.
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31))
        windows = [
            Window(tz, self.kpi.id, self.company.id, tz, date(2026, 2, 1), date(2026, 3, 1))
            for tz in ("Asia/Bangkok", "America/Los_Angeles")
        ]
        answers = self.env["rollout.kpi"]._measure(windows)
        self.assertEqual([answers[window.key].value for window in windows], [5, 4])

    def test_the_number_of_queries_does_not_grow(self):
        for month in range(1, 13):
            self._lock(datetime(2026, month, 6, 3), until=date(2026, month, 1) - timedelta(days=1))
        months = [date(2026, month, 1) for month in range(1, 13)]
        windows = [
            Window(day, self.kpi.id, self.company.id, "Asia/Bangkok", day, day + timedelta(days=28)) for day in months
        ]

        def count(asked):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answers = self.env["rollout.kpi"]._measure(asked)
            self.assertEqual([answer.count for answer in answers.values()], [1] * len(asked))
            return self.env.cr.sql_log_count - before

        count(windows)  # warms the cache
        self.assertEqual(count(windows[:2]), count(windows))

    def test_the_history_is_nobodys_to_write(self):
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31))
        change = self.env["rollout.lock.change"].search([("company_id", "=", self.company.id)])
        self.assertEqual(change.lock_date, date(2026, 1, 31))
        with self.assertRaises(UserError):
            change.lock_date = date(2026, 1, 1)

    def test_whoever_may_lock_is_recorded_without_further_rights(self):
        accountant = self._new_user("accountant", "account.group_account_manager")
        with freeze_time(datetime(2026, 2, 6, 3)):
            self.company.with_user(accountant).sudo().fiscalyear_lock_date = date(2026, 1, 31)
        self.assertEqual(self._measure(date(2026, 2, 1), date(2026, 3, 1)).count, 1)
