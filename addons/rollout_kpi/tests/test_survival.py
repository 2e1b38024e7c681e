from fractions import Fraction
from statistics import median

from hypothesis import example, given
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.rollout_base.tests.pure import RELAXED
from odoo.addons.rollout_kpi.tools.survival import select_durations, typical_duration

from .common_survival import time_when_left

# Whole numbers make ties, and each is a time of 0 now and then.
DAYS = st.integers(0, 12) | st.floats(0, 1000, allow_subnormal=False)
TIMES = st.lists(DAYS, max_size=25)
# What one window holds: how long, and whether it is open.
RECORDS = st.lists(st.tuples(st.integers(-3, 12), st.booleans()), min_size=1, max_size=25)
HALF = Fraction(1, 2)


@tagged("post_install", "-at_install")
class TestSurvival(TransactionCase):
    @RELAXED
    @given(TIMES, TIMES)
    @example([1, 1, 2], [1, 2, 2])
    @example([0, 0], [0, 0])
    @example([1, 2, 3], [2, 2, 9])
    def test_it_is_the_textbook_s_estimate(self, ended, waiting):
        found = typical_duration(ended, waiting)
        time, is_known = time_when_left(ended, waiting, HALF)
        if time is None and waiting:
            # Half have not ended: then at least what half of those that wait have waited.
            self.assertEqual(found.median, max(median(waiting), *ended, 0))
        else:
            self.assertEqual(found.median, time)
        self.assertEqual(found.at_least, bool(waiting) and not is_known)
        self.assertEqual(found.spread, time_when_left(ended, waiting, Fraction(1, 10))[0])

    @RELAXED
    @given(TIMES.filter(bool))
    def test_without_anything_open_it_is_the_plain_median(self, ended):
        self.assertEqual(typical_duration(ended, [])[:2], (median(ended), False))

    @RELAXED
    @given(TIMES, TIMES, DAYS)
    def test_what_never_ends_never_makes_it_better(self, ended, waiting, days):
        """An order that waits longer than any has taken is no reason to be proud."""
        before = typical_duration(ended, waiting).median or 0
        longest = max([days, *ended, *waiting])
        self.assertGreaterEqual(typical_duration(ended, [*waiting, longest]).median, before)

    def _select(self, windows):
        """Return what the statement says of each of a list of windows, each a list of ``(days or None, is_open)``."""
        rows = SQL(", ").join(
            SQL("(%s, %s::float8, %s::boolean)", number, days, is_open)
            for number, window in enumerate(windows)
            for days, is_open in window
        )
        records = SQL("SELECT * FROM (VALUES %s) AS record(number, days, is_open)", rows)
        also = {"all": SQL("count(*)"), "shortest": SQL("min(days)")}
        return {number: figures for number, *figures in self.env.execute_query(select_durations(records, also))}

    @RELAXED
    @given(st.lists(RECORDS, min_size=1, max_size=6))
    @example([[(2, False), (2, True)], [(0, False)], [(0, True)]])
    @example([[(1, False)] * 9, [(5, True)] * 9])
    @example([[(1, False), (2, False), (60, True), (60, True)], [(-1, False)]])
    def test_the_statement_says_the_same_of_many_windows(self, windows):
        # What is open has begun.
        windows = [[(abs(days) if is_open else days, is_open) for days, is_open in window] for window in windows]
        found = self._select(windows)
        for number, window in enumerate(windows):
            ended = [days for days, is_open in window if not is_open and days >= 0]
            waiting = [days for days, is_open in window if is_open]
            value, spread, count, left_out, at_least, still_open, oldest, every, shortest = found[number]
            expected = typical_duration(ended, waiting)
            self.assertEqual((value, at_least, spread), expected)
            self.assertEqual((count, still_open), (len(ended) + len(waiting), len(waiting)))
            self.assertEqual(oldest, max(waiting, default=None))
            self.assertEqual(left_out, len(window) - count)
            self.assertEqual((every, shortest), (len(window), min(days for days, _is_open in window)))

    def test_what_has_no_days_is_in_nobody_s_way(self):
        records = [(1, False), (2, False), (3, True), (9, False)]
        [without] = self._select([records]).values()
        [with_them] = self._select([[*records, (None, True), (None, False), (None, False)]]).values()
        self.assertEqual(with_them, [*without[:-2], len(records) + 3, 1])

    def test_exactly_half_and_nothing_later(self):
        [figures] = self._select([[(1, False), (2, False), (60, True), (60, True)]]).values()
        self.assertEqual((figures[0], figures[4]), (2, True))

    def test_many_records_are_no_less_exact(self):
        """A sum of many logarithms must still tell exactly half from nearly half."""
        count = 200_000
        places = SQL("generate_series(1, %s) AS place", count)
        records = SQL("SELECT 0 AS number, place::float8 AS days, place > %s AS is_open FROM %s", count // 2, places)
        [figures] = self.env.execute_query(select_durations(records))
        self.assertEqual(figures[1:2] + figures[5:6], (count / 2, True))
