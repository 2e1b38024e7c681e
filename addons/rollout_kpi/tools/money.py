"""What a department's hours are worth, without the ORM.

A number that is hours a week has a price: before go-live it is what the status quo costs each week, and the
difference to what is read afterwards is what was saved, or, in the dip, lost.

A reading of day 60 stands for the days since the milestone before it, day 30, because they are what it looks back
on. Days without a valid reading count for nothing, and neither do those after the last one: nobody has
measured them. What is shown is what is computed: hours are rounded to a tenth before they are added or priced,
so that a reader finds the same sum with a pencil.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .milestone import EXTENDED_DAYS, MILESTONE_DAYS


@dataclass(frozen=True)
class Span:
    """The days for which one reading stands: ``days`` of them, the last one before ``until``."""

    until: int
    days: int
    baseline: float
    value: float

    @property
    def hours(self) -> float:
        """Return the hours saved in these days; negative if more were worked than before.

        >>> Span(30, 30, 14.0, 16.0).hours
        -8.571428571428571
        """
        return (self.baseline - self.value) * self.days / 7


def spans(baseline: float, readings: Mapping[int, float | None]) -> list[Span]:
    """Return what each valid reading stands for.

    :param baseline: hours a week before go-live
    :param readings: hours a week by the day of the milestone; None is too few data

    >>> [(span.until, span.days, span.value) for span in spans(14, {30: 16.04, 60: None, 90: 9})]
    [(30, 30, 16.0), (90, 30, 9)]
    >>> spans(14, {})
    []
    """
    found, start = [], 0
    for day in MILESTONE_DAYS + EXTENDED_DAYS:
        value = readings.get(day)
        if value is not None:
            found.append(Span(day, day - start, round(baseline, 1), round(value, 1)))
        start = day
    return found


def saved_hours(parts: list[Span]) -> float | None:
    """Return the hours saved over all ``parts``, or None without any: too few data is not 0.

    >>> saved_hours(spans(14, {30: 16, 60: 10}))
    8.6
    >>> saved_hours(spans(14, {30: 16}))
    -8.6
    >>> saved_hours([])
    """
    return round(sum(part.hours for part in parts), 1) if parts else None
