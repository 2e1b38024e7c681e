from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import LockCase

FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
MARCH = (date(2026, 3, 1), date(2026, 4, 1))


@tagged("post_install", "-at_install")
class TestOpenMonths(LockCase):
    """A month that is over and not locked counts with its working days so far, and is named."""

    def _lock_december(self):
        self._lock(datetime(2026, 1, 5, 3), until=date(2025, 12, 31))

    def test_a_month_that_is_over_is_open(self):
        self._lock_december()
        answer = self._measure(date(2026, 1, 12), date(2026, 2, 12))
        self.assertIsNone(answer.error)
        # From Monday 2 to Wednesday 11 February.
        self.assertEqual((answer.value, answer.at_least, answer.count), (8, True, 1))
        self.assertEqual((answer.waiting, answer.oldest), (1, 8))
        self.assertEqual(answer.facts, {"closed": [], "open": ["2026-01"]})
        self.assertIn("not locked yet: January 2026", answer.method)

    def test_measured_later_it_is_as_measured_then(self):
        self._lock_december()
        windows = [FEBRUARY, (date(2026, 2, 2), date(2026, 2, 9)), MARCH]
        then = [self._measure(*window) for window in windows]
        self._lock(datetime(2026, 4, 6, 3), until=date(2026, 3, 31))
        self.assertEqual([self._measure(*window) for window in windows], then)
        # January for all of February and March, February for March.
        self.assertEqual([answer.waiting for answer in then], [1, 1, 2])
        self.assertEqual(then[2].facts["open"], ["2026-01", "2026-02"])
        self.assertEqual((then[2].oldest, then[2].value), (20 + 22, (20 + 22 + 22) / 2))

    def test_closed_and_open_months_together(self):
        self._lock_december()
        self._lock(datetime(2026, 2, 6, 3), until=date(2026, 1, 31))
        answer = self._measure(date(2026, 2, 4), date(2026, 3, 7))
        # January was closed after five working days; February has been open for as many.
        self.assertEqual(answer.facts, {"closed": ["2026-01"], "open": ["2026-02"]})
        self.assertEqual((answer.value, answer.count, answer.waiting, answer.at_least), (5, 2, 1, True))

    def test_a_month_that_is_over_today_waits_for_nobody_yet(self):
        self._lock_december()
        # Saturday is the 31st: Friday is the last day of work, and nobody works on Sunday.
        for day in (date(2026, 1, 31), date(2026, 2, 1)):
            self.assertEqual(self._measure(day - timedelta(days=20), day + timedelta(days=1)).count, 0, day)
        self.assertEqual(self._measure(date(2026, 1, 13), date(2026, 2, 3)).oldest, 1)

    def test_who_never_locked_anything_has_open_what_ended_within_the_window(self):
        answer = self._measure(date(2026, 1, 20), date(2026, 3, 20))
        self.assertEqual(answer.facts["open"], ["2026-01", "2026-02"])
        self.assertEqual(self._measure(*FEBRUARY).count, 0)
        # The first lock of all comes later: by then, nothing had been locked.
        self._lock(datetime(2026, 4, 6, 3), until=date(2026, 3, 31))
        self.assertEqual(self._measure(date(2026, 1, 20), date(2026, 3, 20)), answer)

    def test_what_was_locked_before_anything_was_recorded_is_not_open(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = '2026-02-28' WHERE id = %s", [self.company.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._measure(date(2026, 1, 20), date(2026, 3, 20)).count, 0)
        self.assertEqual(self._measure(date(2026, 3, 20), date(2026, 4, 20)).facts["open"], ["2026-03"])

    def test_many_months_are_told_as_from_one_to_another(self):
        self._lock_december()
        answer = self._measure(date(2026, 6, 5), date(2026, 7, 5))
        self.assertEqual((answer.waiting, len(answer.facts["open"])), (6, 6))
        self.assertIn("not locked yet: January 2026 to June 2026 (6 months)", answer.method)

    def test_the_months_are_told_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        facts = {"closed": ["2026-03"], "open": ["2026-05"]}
        self.assertIn("March 2026", self.kpi._describe(facts))
        german = self.kpi.with_context(lang="de_DE")._describe(facts)
        self.assertIn("März 2026", german)
        self.assertIn("Mai 2026", german)

    def test_its_points_are_months(self):
        self.assertEqual(self.kpi._get_point_period(), "month")
        self.assertEqual(self.env["rollout.kpi"].new({"name": "Other"})._get_point_period(), "week")
