"""Whether a number has moved, without the ORM.

The baseline of a KPI is the median of its points: one odd month among three must not become
the measure of everything after it. A movement counts as meaningful when

* it is at least the threshold, a percentage of the baseline, and
* the value lies outside all that was seen before: a value which also occurred before go-live
  shows no movement, however far it is from the median.

The default threshold of 10 % is a convention and not a finding; each KPI can have its own.
"""

from collections.abc import Sequence
from math import isclose
from statistics import median

from odoo.tools import float_round

BASELINE_POINTS = 3
DEFAULT_THRESHOLD = 10.0

IMPROVED = "improved"
FLAT = "flat"
WORSE = "worse"
TOO_FEW = "too_few"


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


def judge(points: Sequence[float], value: float | None, lower_is_better: bool, threshold: float) -> str:
    """Judge a value against the points of the baseline.

    >>> judge([11, 10, 12], 9, lower_is_better=True, threshold=10)
    'improved'
    >>> judge([11, 10, 12], 9, lower_is_better=False, threshold=10)
    'worse'

    Within the threshold, or within what was seen before:

    >>> judge([11, 11, 11], 10.5, lower_is_better=True, threshold=10)
    'flat'
    >>> judge([11, 8, 12], 8, lower_is_better=True, threshold=10)
    'flat'

    A movement of exactly the threshold is meaningful; without a value, or with fewer than three
    points to compare it with, nothing can be said:

    >>> judge([11, 11, 11], 9.9, lower_is_better=True, threshold=10)
    'improved'
    >>> judge([11, 11, 11], None, lower_is_better=True, threshold=10)
    'too_few'
    >>> judge([11, 11], 5, lower_is_better=True, threshold=10)
    'too_few'
    """
    if value is None or len(points) < BASELINE_POINTS:
        return TOO_FEW
    baseline = median(points)
    change = value - baseline
    needed = abs(baseline) * threshold / 100
    if min(points) <= value <= max(points):
        return FLAT
    if abs(change) < needed and not isclose(abs(change), needed):
        return FLAT
    return IMPROVED if (change < 0) == lower_is_better else WORSE
