"""When a go-live comes at a bad time, without the ORM."""

from collections.abc import Collection
from datetime import date, timedelta

#: A go-live takes up its helpers for two weeks: the day itself and the daily questions after it.
WINDOW_DAYS = 14

#: Closing the books takes the last working days of a month and the first ones of the next.
MONTH_END_WORKING_DAYS = 5

#: How far ahead a day is looked for.
HORIZON_DAYS = 366


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``.

    >>> month_end(date(2028, 2, 3))
    datetime.date(2028, 2, 29)
    """
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_around(days: Collection[date]) -> tuple[date, date]:
    """Return the first and last day whose working days :func:`near_month_end` needs to know.

    >>> months_around([date(2026, 5, 20), date(2026, 3, 2)])
    (datetime.date(2026, 3, 1), datetime.date(2026, 5, 31))
    """
    return min(days).replace(day=1), month_end(max(days))


def near_month_end(day: date, working_days: Collection[date]) -> date | None:
    """Return the month end that ``day`` is within :data:`MONTH_END_WORKING_DAYS` of, if any.

    Working days are counted from the earlier of the two days (exclusive) to the later one
    (inclusive). May 2026 ends on a Sunday:

    >>> weekdays = {date(2026, 5, 1) + timedelta(days=n) for n in range(61)}
    >>> weekdays = {day for day in weekdays if day.isoweekday() <= 5}
    >>> near_month_end(date(2026, 5, 21), weekdays)
    >>> near_month_end(date(2026, 5, 22), weekdays)
    datetime.date(2026, 5, 31)
    >>> near_month_end(date(2026, 6, 5), weekdays)
    datetime.date(2026, 5, 31)
    >>> near_month_end(date(2026, 6, 8), weekdays)

    A public holiday in between brings the day closer:

    >>> near_month_end(date(2026, 5, 21), weekdays - {date(2026, 5, 25)})
    datetime.date(2026, 5, 31)
    """
    end = month_end(day)
    if sum(day < other <= end for other in working_days) <= MONTH_END_WORKING_DAYS:
        return end
    first = day.replace(day=1)
    if sum(first <= other <= day for other in working_days) <= MONTH_END_WORKING_DAYS:
        return first - timedelta(days=1)
    return None


def overlaps(day: date, other: date) -> bool:
    """Tell whether the two weeks from ``day`` and from ``other`` share a day.

    >>> overlaps(date(2026, 6, 1), date(2026, 6, 14))
    True
    >>> overlaps(date(2026, 6, 15), date(2026, 6, 1))
    False
    """
    return abs((day - other).days) < WINDOW_DAYS


def first_good_day(
    earliest: date, latest: date, working_days: Collection[date], taken: Collection[tuple[date, int]]
) -> date | None:
    """Return the first day from ``earliest`` on that is good for a go-live, if any.

    :param latest: the day by which it should be, if there is a good one until then
    :param working_days: those of all months from ``earliest`` to :data:`HORIZON_DAYS` later
    :param taken: days of other departments, each with how many days it wants between

    >>> working_days = {date(2026, 5, 1) + timedelta(days=n) for n in range(500)}
    >>> working_days = {day for day in working_days if day.isoweekday() <= 5}
    >>> first_good_day(date(2026, 5, 2), date.max, working_days, [])  # a Saturday; the books of April are closed first
    datetime.date(2026, 5, 8)
    >>> first_good_day(date(2026, 5, 2), date.max, working_days, [(date(2026, 5, 8), 30)])
    datetime.date(2026, 6, 8)
    >>> first_good_day(date(2026, 5, 2), date(2026, 5, 7), working_days, [])
    datetime.date(2026, 5, 8)

    Where all working days are near a month end, any of them has to do:

    >>> mondays = {day for day in working_days if day.isoweekday() == 1}
    >>> first_good_day(date(2026, 5, 2), date.max, mondays, [])
    datetime.date(2026, 5, 4)
    >>> first_good_day(date(2026, 5, 2), date.max, set(), []) is None
    True
    """
    days = [
        day
        for day in (earliest + timedelta(days=n) for n in range(HORIZON_DAYS))
        if day in working_days and all(abs((day - other).days) >= distance for other, distance in taken)
    ]
    good = [day for day in days if not near_month_end(day, working_days)]
    in_time = [day for day in good if day <= latest]
    return next(iter(in_time or good or days), None)
