"""Whether a number has moved, and how likely it is that chance alone did it; without the ORM.

Two lists of points are compared, from before and from after. Each is the value of one week, or of one month's end.

* How far: the Hodges-Lehmann shift, the median of all differences between one of after and one of before, with its
  interval from the distribution of the Mann-Whitney statistic (Hodges & Lehmann, 1963). It is meaningful from the
  threshold on, a percentage of the median before. The default of 10 % is a convention and not a finding.
* How lucky: the one-sided chance of Mann & Whitney (1947), by counting in how many ways the same points could have
  fallen before and after; points of the same value share their ranks. Nothing is assumed of how the points are
  distributed. Points of weeks that hang together make it smaller than it is, which is why single records are none.

Not used: a value "outside of all that was seen before", which chance alone reaches in 1 of n + 1 cases on each side.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import comb, inf, isclose
from operator import ge, le
from statistics import median
from typing import NamedTuple

from odoo.tools import float_round

# With fewer points before go-live nothing can be told: one after them is beyond all of them in 1 of 4 cases by chance.
BASELINE_POINTS = 3
DEFAULT_THRESHOLD = 10.0

IMPROVED = "improved"
LIKELY_IMPROVED = "likely_improved"
NOT_TOLD_APART = "not_told_apart"
LIKELY_WORSE = "likely_worse"
WORSE = "worse"
TOO_FEW = "too_few"

# Verdicts by what they say, whether or not chance is ruled out.
BETTER = (IMPROVED, LIKELY_IMPROVED)
POORER = (WORSE, LIKELY_WORSE)

# One in so many, by chance alone: the most at which a verdict is said without and with "likely".
RULED_OUT, LIKELY = 20, 4


class Judgement(NamedTuple):
    """What two lists of points say about each other.

    :param verdict: one of the constants of this module, such as ``IMPROVED``
    :param shift: how far the points have moved, in their unit; None with too few points
    :param low: with ``high``, between which the true shift lies in nine of ten such cases; infinite where so few
        points can't bound it
    :param chance: how likely chance alone moves them as far, from 0 to 1; None with too few points
    """

    verdict: str
    shift: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None


def baseline_of(points: Sequence[float]) -> float | None:
    """Return the median of the baseline's points.

    >>> baseline_of([11, 9, 25])
    11
    >>> baseline_of([])
    """
    return median(points) if points else None


def change_percent(baseline: float | None, value: float | None, digits: int = 1) -> float | None:
    """Return the change from the baseline in percent of it, a half rounded away from zero as the screens do.

    >>> change_percent(11, 8.8), change_percent(11, 6), change_percent(11, 6, digits=0)
    (-20.0, -45.5, -45.0)
    >>> change_percent(40, 39, digits=0)
    -3.0
    >>> change_percent(0, 3)
    """
    if not baseline or value is None:
        return None
    return float_round((value - baseline) / abs(baseline) * 100, precision_digits=digits)


def judge(before: Sequence[float], after: Sequence[float], lower_is_better: bool, threshold: float) -> Judgement:
    """Judge the points after go-live against those before it.

    :param threshold: from which change on it is meaningful, in percent of the median before

    Three closes below all of three before are so by chance in 1 of 20 cases; one alone in 1 of 4:

    >>> judge([11, 10, 12], [9, 7, 5], lower_is_better=True, threshold=10)
    Judgement(verdict='improved', shift=-4, low=-7, high=-1, chance=0.05)
    >>> judge([11, 10, 12], [9], lower_is_better=True, threshold=10)
    Judgement(verdict='likely_improved', shift=-2, low=-inf, high=inf, chance=0.25)
    >>> judge([11, 10, 12], [9, 7, 5], lower_is_better=False, threshold=10).verdict
    'worse'
    >>> judge([11, 10, 12], [13, 14], lower_is_better=True, threshold=10).verdict
    'likely_worse'

    Small, or among what was seen before:

    >>> judge([11, 11, 11, 11, 11, 11], [10.5, 10.5, 10.5], lower_is_better=True, threshold=10).verdict
    'not_told_apart'
    >>> judge([11, 8, 12, 9], [8.5, 11, 9], lower_is_better=True, threshold=10).verdict
    'not_told_apart'

    A movement of exactly the threshold is meaningful. Where it was 0 before, any is:

    >>> judge([11] * 6, [9.9] * 3, lower_is_better=True, threshold=10).verdict
    'improved'
    >>> judge([0] * 6, [0.1] * 3, lower_is_better=True, threshold=10).verdict
    'worse'
    >>> judge([0] * 6, [0] * 3, lower_is_better=True, threshold=10)
    Judgement(verdict='not_told_apart', shift=0.0, low=0, high=0, chance=1.0)

    With fewer than three points before, or none after, nothing can be said:

    >>> judge([11, 11], [5, 5, 5], lower_is_better=True, threshold=10)
    Judgement(verdict='too_few', shift=None, low=None, high=None, chance=None)
    >>> judge([11, 11, 11], [], lower_is_better=True, threshold=10).verdict
    'too_few'
    """
    if len(before) < BASELINE_POINTS or not after:
        return Judgement(TOO_FEW)
    differences = sorted(later - earlier for later in after for earlier in before)
    shift = median(differences)
    low, high = _interval(differences, len(before), len(after))
    # The points that could lie by chance as far off as those after, in the direction of the shift.
    ways, total = _count_ways(before, after, downwards=shift < 0), comb(len(before) + len(after), len(after))
    needed = abs(median(before)) * threshold / 100
    is_meaningful = shift != 0 and (abs(shift) > needed or isclose(abs(shift), needed))
    is_better = (shift < 0) == lower_is_better
    verdict = NOT_TOLD_APART
    if is_meaningful and ways * RULED_OUT <= total:
        verdict = IMPROVED if is_better else WORSE
    elif is_meaningful and ways * LIKELY <= total:
        verdict = LIKELY_IMPROVED if is_better else LIKELY_WORSE
    return Judgement(verdict, shift, low, high, ways / total)


def interim(judgement: Judgement) -> Judgement:
    """Return what may be said before the dip is over: a direction and its chance, never more than *likely*.

    >>> interim(Judgement(IMPROVED, -4, -7, -1, 0.05)).verdict, interim(Judgement(TOO_FEW)).verdict
    ('likely_improved', 'too_few')
    """
    tempered = {IMPROVED: LIKELY_IMPROVED, WORSE: LIKELY_WORSE}
    return judgement._replace(verdict=tempered.get(judgement.verdict, judgement.verdict))


def one_in(chance: float) -> int:
    """Return the ``N`` of "1 in N", rounded down: chance isn't made smaller than it is.

    >>> one_in(0.05), one_in(1 / 28), one_in(0.6)
    (20, 28, 1)
    """
    return int(1 / chance + 1e-9)


def points_to_settle(
    before: Sequence[float], after: Sequence[float], lower_is_better: bool, threshold: float, most: int
) -> int | None:
    """Return how many more points like those after go-live would rule chance out; None where no such number would.

    :param most: how many a verdict is made of: the oldest make room for further ones

    >>> points_to_settle([11, 10, 12], [9], lower_is_better=True, threshold=10, most=3)
    2
    >>> points_to_settle([11, 10, 12], [9, 7, 5], lower_is_better=True, threshold=10, most=3)
    0
    >>> points_to_settle([11, 10, 12], [9, 11.5, 9], lower_is_better=True, threshold=10, most=3)
    2

    A movement that is too small stays too small:

    >>> points_to_settle([11, 11, 11], [10.9], lower_is_better=True, threshold=10, most=3)
    >>> points_to_settle([11, 11], [5], lower_is_better=True, threshold=10, most=3)
    """
    if len(before) < BASELINE_POINTS or not after:
        return None
    typical = median(after)
    for number in range(most + 1):
        points = [*after, *[typical] * number][-most:]
        if judge(before, points, lower_is_better, threshold).verdict in (IMPROVED, WORSE):
            return number
    return None


def improved_by_chance(before: int, after: int, at_most: int = RULED_OUT) -> float:
    """Return how likely so many points look improved although nothing has changed, from 0 to 1.

    :param at_most: the ``N`` of the chance, 1 in N, at which they do: ``LIKELY`` for *likely improved*, or better

    >>> improved_by_chance(3, 3), improved_by_chance(3, 1), round(improved_by_chance(8, 4), 3)
    (0.05, 0.0, 0.036)
    >>> improved_by_chance(3, 1, LIKELY)
    0.25
    """
    if before < BASELINE_POINTS or not after:
        return 0
    total, reached = comb(before + after, after), 0
    for _statistic, ways in _statistics(before, after):
        if (reached + ways) * at_most > total:
            break
        reached += ways
    return reached / total


def _count_ways(before, after, downwards):
    """Return in how many ways the same points could fall before and after with those after as far off, or farther."""
    ranks = _double_ranks([*before, *after])
    own = sum(ranks[len(before) :])
    is_as_far = le if downwards else ge
    rank_sums = _rank_sums(tuple(sorted(ranks)), len(after))
    return sum(ways for rank_sum, ways in rank_sums.items() if is_as_far(rank_sum, own))


def _double_ranks(values):
    """Return twice the rank of each value, so that the middle of shared ranks is a whole number.

    >>> _double_ranks([5, 7, 5, 1])
    [5, 8, 5, 2]
    """
    ordered = sorted(values)
    first, count = {}, Counter(values)
    for place, value in enumerate(ordered):
        first.setdefault(value, place)
    return [2 * first[value] + count[value] + 1 for value in values]


@lru_cache(maxsize=256)
def _rank_sums(ranks, size):
    """Return in how many ways ``size`` of the ranks have which sum."""
    # Where no two points are the same, their ranks are those of any others: they are counted once.
    ways = [Counter({0: 1}), *(Counter() for _number in range(size))]
    for rank in ranks:
        # From the largest set on, so that no rank is in one twice.
        for number in range(size, 0, -1):
            for total, count in ways[number - 1].items():
                ways[number][total + rank] += count
    return ways[size]


def _statistics(before, after):
    """Return in how many ways so many points, no two the same, have which Mann-Whitney statistic, the least first."""
    least = after * (after + 1) // 2
    rank_sums = _rank_sums(tuple(range(1, before + after + 1)), after)
    return [(rank_sum - least, ways) for rank_sum, ways in sorted(rank_sums.items())]


def _interval(differences, before, after):
    """Return the bounds that hold the true shift in nine of ten cases."""
    total, reached, outside = comb(before + after, after), 0, 0
    for statistic, ways in _statistics(before, after):
        reached += ways
        if reached * RULED_OUT > total:
            break
        outside = statistic + 1
    return (differences[outside - 1], differences[-outside]) if outside else (-inf, inf)
