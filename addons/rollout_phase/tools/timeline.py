"""Where the bars of a timeline go, without the ORM and without a canvas: in percent of its width."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Room left and right of the first and the last thing shown, in days.
MARGIN = 7


@dataclass(frozen=True)
class Axis:
    """The span of days that a timeline shows; ``end`` is exclusive."""

    start: date
    end: date

    def at(self, day: date) -> float:
        """Return how far from the left ``day`` begins, from 0 to 100.

        >>> axis = Axis(date(2026, 1, 1), date(2026, 1, 11))
        >>> axis.at(date(2026, 1, 6))
        50.0
        >>> axis.at(date(2025, 1, 1)), axis.at(date(2027, 1, 1))
        (0.0, 100.0)
        """
        share = (day - self.start).days / (self.end - self.start).days
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, first: date, last: date) -> tuple[float, float]:
        """Return left edge and width of a bar from ``first`` up to ``last``, exclusive.

        >>> Axis(date(2026, 1, 1), date(2026, 1, 11)).bar(date(2026, 1, 3), date(2026, 1, 6))
        (20.0, 30.0)
        """
        left = self.at(first)
        return left, round(max(0.0, self.at(last) - left), 2)

    def months(self) -> list[tuple[date, float]]:
        """Return the first days of the months on the axis with their places.

        >>> Axis(date(2026, 1, 22), date(2026, 3, 3)).months()
        [(datetime.date(2026, 2, 1), 25.0), (datetime.date(2026, 3, 1), 95.0)]
        """
        places = []
        day = self.start.replace(day=1)
        while day < self.end:
            if day >= self.start:
                places.append((day, self.at(day)))
            day = (day + timedelta(days=31)).replace(day=1)
        return places


def axis_around(days: Iterable[date]) -> Axis | None:
    """Return an axis that holds all ``days`` with a margin, or None without any day.

    >>> axis_around([date(2026, 1, 10)])
    Axis(start=datetime.date(2026, 1, 3), end=datetime.date(2026, 1, 18))
    >>> axis_around([]) is None
    True
    """
    known = sorted(days)
    if not known:
        return None
    margin = timedelta(days=MARGIN)
    return Axis(known[0] - margin, known[-1] + margin + timedelta(days=1))
