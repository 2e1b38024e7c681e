"""Working days of a company for all time, without the ORM: a fortnight that repeats, and days off."""

from bisect import bisect_right
from datetime import date, timedelta
from typing import NamedTuple

# The first Monday of the calendar, from which Odoo's working schedules of two weeks count.
EPOCH = date(1, 1, 1)
FORTNIGHT = 14


class WorkingRule(NamedTuple):
    """Which days are worked.

    :param fortnight: whether each of 14 days is, from a Monday that lies whole fortnights after ``EPOCH``
    :param days_off: the holidays among these days, sorted
    """

    fortnight: list[bool]
    days_off: list[date]

    def count(self, day: date) -> int:
        """Return how many working days there were from ``EPOCH`` to ``day``, both included.

        From one day, which doesn't count, to another, which does, there are as many as the counts differ by:

        >>> rule = WorkingRule(2 * [True, True, True, True, True, False, False], [date(2026, 3, 3)])
        >>> rule.count(date(2026, 3, 9)) - rule.count(date(2026, 3, 2))  # Monday to Monday, Tuesday off
        4
        >>> rule.count(date(2026, 3, 8)) - rule.count(date(2026, 3, 6))  # Friday to Sunday
        0
        """
        fortnights, rest = divmod((day - EPOCH).days, FORTNIGHT)
        return fortnights * self.total + self.passed[rest] - bisect_right(self.days_off, day)

    def is_worked(self, day: date) -> bool:
        """Tell whether ``day`` is a working day.

        >>> rule = WorkingRule(2 * [True, True, True, True, True, False, False], [date(2026, 3, 3)])
        >>> [rule.is_worked(date(2026, 3, number)) for number in (2, 3, 7)]
        [True, False, False]
        """
        return self.fortnight[(day - EPOCH).days % FORTNIGHT] and day not in self.days_off

    def avoid_holiday(self, day: date) -> date | None:
        """Return ``day``, or another working day of its week if it is a holiday: a later one rather than an earlier.

        A day on which nobody ever works was chosen on purpose, and stays.

        :return: None if there is no working day in that week

        >>> days_off = [date(2026, 3, number) for number in (3, 5, 6, 9, 10, 11, 12, 13)]
        >>> rule = WorkingRule(2 * [True, True, True, True, True, False, False], days_off)
        >>> [rule.avoid_holiday(date(2026, 3, number)).day for number in (2, 3, 5, 7)]
        [2, 4, 4, 7]
        >>> rule.avoid_holiday(date(2026, 3, 10)) is None
        True
        """
        if day not in self.days_off:
            return day
        week = [day + timedelta(days=n - day.weekday()) for n in range(7)]
        worked = [other for other in week if self.is_worked(other)]
        return next((other for other in worked if other > day), worked[-1] if worked else None)

    @property
    def total(self) -> int:
        """How many days of a fortnight are worked."""
        return sum(self.fortnight)

    @property
    def passed(self) -> list[int]:
        """How many of them have passed by the end of each of its days."""
        return [sum(self.fortnight[: number + 1]) for number in range(FORTNIGHT)]


def fortnight_start(day: date) -> date:
    """Return the first day of the fortnight in which ``day`` lies.

    >>> fortnight_start(date(2026, 1, 2)), fortnight_start(date(2026, 1, 5))
    (datetime.date(2025, 12, 22), datetime.date(2026, 1, 5))
    """
    return date.fromordinal(day.toordinal() - (day - EPOCH).days % FORTNIGHT)
