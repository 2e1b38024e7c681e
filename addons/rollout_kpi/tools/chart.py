"""Where the marks of a KPI's small charts go, without the ORM and without a canvas: in percent of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# Room beyond the largest value of a bullet chart, so that no mark stands on the edge.
ROOM = 1.1
# A sparkline keeps away from the edges, where half of a dot would be cut off.
EDGE = 6.0
TOP, BOTTOM = 14.0, 86.0


@dataclass(frozen=True)
class Scale:
    """A line from ``low`` to ``high`` on which numbers have their places."""

    low: float
    high: float

    def at(self, number: float) -> float:
        """Return the place of ``number``, from 0 to 100; the middle if there is only one.

        >>> Scale(0, 20).at(5), Scale(-10, 10).at(0), Scale(3, 3).at(3)
        (25.0, 50.0, 50.0)
        """
        if self.high == self.low:
            return 50.0
        return round(100 * (number - self.low) / (self.high - self.low), 2)

    def between(self, number: float, first: float, last: float) -> float:
        """Return the place of ``number`` where the line runs from ``first`` to ``last``.

        >>> Scale(0, 10).between(5, 20, 80), Scale(0, 10).between(0, 90, 10)
        (50.0, 90.0)
        """
        return round(first + (last - first) * self.at(number) / 100, 2)


def bullet(value: float | None, baseline: float | None, target: float | None) -> dict:
    """Return a bar from zero to the value, with marks for baseline and target; empty without any number.

    The scale always has zero on it: a bar that starts elsewhere would show a difference larger than it is.

    >>> bullet(5, 10, None)
    {'bar': (0.0, 45.45), 'baseline': 90.91, 'target': None}
    >>> bullet(None, 11, 5.5)
    {'bar': None, 'baseline': 90.91, 'target': 45.45}
    >>> bullet(-5, 5, 0)
    {'bar': (4.55, 45.45), 'baseline': 95.45, 'target': 50.0}
    >>> bullet(0, 0, None)
    {'bar': (0.0, 0.0), 'baseline': 0.0, 'target': None}
    >>> bullet(None, None, None)
    {}
    """
    known = [number for number in (value, baseline, target) if number is not None]
    if not known:
        return {}
    low, high = min(0.0, *known) * ROOM, max(0.0, *known) * ROOM
    scale = Scale(low, high if low < high else 1.0)
    zero = scale.at(0)
    bar = None
    if value is not None:
        left, right = sorted((zero, scale.at(value)))
        bar = left, round(right - left, 2)
    return {
        "bar": bar,
        "baseline": None if baseline is None else scale.at(baseline),
        "target": None if target is None else scale.at(target),
    }


def sparkline(points: Sequence[tuple[date, float]], go_live: date | None, target: float | None) -> dict:
    """Return the places of a KPI's readings over time; empty without any.

    ``y`` runs downwards, as on a screen. The go-live has a place only between the first and the last reading.

    :param points: day and value of each reading, oldest first
    >>> line = sparkline([(date(2026, 1, 1), 10), (date(2026, 1, 11), 0)], date(2026, 1, 6), 5)
    >>> line["points"], line["go_live"], line["target"]
    ([(6.0, 14.0), (94.0, 86.0)], 50.0, 50.0)
    >>> sparkline([(date(2026, 1, 1), 10)], date(2026, 3, 1), None)
    {'points': [(50.0, 50.0)], 'go_live': None, 'target': None}
    >>> sparkline([], None, 5)
    {}
    """
    if not points:
        return {}
    days = Scale(points[0][0].toordinal(), points[-1][0].toordinal())
    shown = [value for _day, value in points] + ([] if target is None else [target])
    values = Scale(min(shown), max(shown))

    def across(day):
        return days.between(day.toordinal(), EDGE, 100 - EDGE)

    def down(value):
        return values.between(value, BOTTOM, TOP)

    is_between = go_live and points[0][0] <= go_live <= points[-1][0] and days.low < days.high
    return {
        "points": [(across(day), down(value)) for day, value in points],
        "go_live": across(go_live) if is_between else None,
        "target": None if target is None else down(target),
    }
