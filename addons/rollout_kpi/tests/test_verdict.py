from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.rollout_base.tests.pure import RELAXED
from odoo.addons.rollout_kpi.tools.verdict import (
    BETTER,
    IMPROVED,
    LIKELY_IMPROVED,
    LIKELY_WORSE,
    NOT_TOLD_APART,
    POORER,
    TOO_FEW,
    WORSE,
    improved_by_chance,
    judge,
    points_to_settle,
)

NUMBERS = st.floats(-1e6, 1e6)
# Whole numbers of a small range are often equal.
TIED = st.integers(0, 6)
BEFORE = st.lists(NUMBERS | TIED, min_size=3, max_size=12)
AFTER = st.lists(NUMBERS | TIED, min_size=1, max_size=5)
THRESHOLDS = st.floats(0, 100)

# Points before and after.
SIZES = [(3, 1), (3, 3), (6, 2), (8, 4), (8, 5), (12, 4)]
ROUNDS = 2_000


def by_counting(before, after, shift):
    """The chance, from every way in which the same points could have fallen before and after."""
    points = [*before, *after]

    def statistic(chosen):
        rest = [point for place, point in enumerate(points) if place not in chosen]
        return sum((points[one] > other) + (points[one] == other) / 2 for one in chosen for other in rest)

    own = statistic(range(len(before), len(points)))
    all_ways = [statistic(chosen) for chosen in combinations(range(len(points)), len(after))]
    return sum(way <= own if shift < 0 else way >= own for way in all_ways) / len(all_ways)


@tagged("post_install", "-at_install")
class TestVerdict(BaseCase):
    @RELAXED
    @given(BEFORE, AFTER, st.booleans(), THRESHOLDS)
    def test_better_one_way_is_worse_the_other(self, before, after, lower, threshold):
        one, other = (judge(before, after, way, threshold) for way in (lower, not lower))
        mirror = {
            IMPROVED: WORSE,
            LIKELY_IMPROVED: LIKELY_WORSE,
            WORSE: IMPROVED,
            LIKELY_WORSE: LIKELY_IMPROVED,
            NOT_TOLD_APART: NOT_TOLD_APART,
        }
        self.assertEqual(other, one._replace(verdict=mirror[one.verdict]))

    @RELAXED
    @given(BEFORE, AFTER, st.booleans(), THRESHOLDS, THRESHOLDS)
    def test_a_higher_threshold_never_finds_more(self, before, after, lower, first, second):
        if judge(before, after, lower, max(first, second)).verdict != NOT_TOLD_APART:
            self.assertNotEqual(judge(before, after, lower, min(first, second)).verdict, NOT_TOLD_APART)

    @RELAXED
    @given(BEFORE, AFTER, st.booleans(), THRESHOLDS, st.randoms())
    def test_the_order_of_the_points_is_nothing(self, before, after, lower, threshold, random):
        expected = judge(before, after, lower, threshold)
        random.shuffle(before)
        random.shuffle(after)
        self.assertEqual(judge(before, after, lower, threshold), expected)

    @RELAXED
    @given(st.lists(TIED, min_size=3, max_size=6), st.lists(TIED, min_size=1, max_size=4))
    def test_chance_is_counted(self, before, after):
        judgement = judge(before, after, True, 10)
        self.assertAlmostEqual(judgement.chance, by_counting(before, after, judgement.shift))

    @RELAXED
    @given(BEFORE, AFTER)
    def test_the_shift_lies_within_its_bounds(self, before, after):
        judgement = judge(before, after, True, 10)
        self.assertLessEqual(judgement.low, judgement.shift)
        self.assertGreaterEqual(judgement.high, judgement.shift)

    @RELAXED
    @given(st.lists(NUMBERS, max_size=2), AFTER, st.booleans(), THRESHOLDS)
    def test_too_few_points_say_nothing(self, before, after, lower, threshold):
        self.assertEqual(judge(before, after, lower, threshold), (TOO_FEW, None, None, None, None))
        self.assertIsNone(points_to_settle(before, after, lower, threshold, 5))

    @RELAXED
    @given(BEFORE, AFTER, st.booleans())
    def test_what_settles_it_is_enough_and_not_too_much(self, before, after, lower):
        more = points_to_settle(before, after, lower, 10, 5)
        if more:
            typical = sorted(after)[len(after) // 2] if len(after) % 2 else None
            if typical is not None:
                settled = judge(before, [*after, *[typical] * more][-5:], lower, 10)
                self.assertIn(settled.verdict, (IMPROVED, WORSE))
                one_less = judge(before, [*after, *[typical] * (more - 1)][-5:], lower, 10)
                self.assertNotIn(one_less.verdict, (IMPROVED, WORSE))

    def _simulate(self, before, after, spread, shift=0.0):
        """Return the share of each verdict over launches whose numbers scatter by ``spread``, in percent of them."""
        random = Random(f"{before} {after} {spread} {shift}")
        found = dict.fromkeys((*BETTER, NOT_TOLD_APART, *POORER), 0)
        for _round in range(ROUNDS):
            old = [random.gauss(10, spread / 10) for _point in range(before)]
            new = [random.gauss(10 * (1 + shift), spread / 10 * (1 + shift)) for _point in range(after)]
            found[judge(old, new, lower_is_better=True, threshold=10).verdict] += 1
        return {verdict: count / ROUNDS for verdict, count in found.items()}

    def test_where_nothing_has_changed_hardly_anything_is_said(self):
        # Three times the standard error of a share of 5 % and of 25 %.
        rare, common = 0.05 + 3 * (0.05 * 0.95 / ROUNDS) ** 0.5, 0.25 + 3 * (0.25 * 0.75 / ROUNDS) ** 0.5
        for before, after in SIZES:
            for spread in (10, 20, 30):
                with self.subTest(before=before, after=after, spread=spread):
                    found = self._simulate(before, after, spread)
                    self.assertLessEqual(found[IMPROVED], rare)
                    self.assertLessEqual(found[WORSE], rare)
                    self.assertLessEqual(found[IMPROVED], improved_by_chance(before, after) + rare - 0.05)
                    self.assertLessEqual(found[IMPROVED] + found[LIKELY_IMPROVED], common)
                    self.assertLessEqual(found[WORSE] + found[LIKELY_WORSE], common)

    def test_what_has_improved_is_found(self):
        self.assertGreaterEqual(self._simulate(8, 4, 10, shift=-0.2)[IMPROVED], 0.85)
        self.assertGreaterEqual(self._simulate(8, 4, 10, shift=0.25)[WORSE], 0.85)

    def test_chance_is_quoted_as_rarely_as_it_happens(self):
        for before, after in SIZES:
            ways = list(combinations(range(before + after), after))
            improved = [
                judge([place for place in range(before + after) if place not in way], way, True, 0).verdict == IMPROVED
                for way in ways
            ]
            self.assertAlmostEqual(improved_by_chance(before, after), sum(improved) / len(ways))
