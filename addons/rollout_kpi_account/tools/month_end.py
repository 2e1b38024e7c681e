"""Which months a lock date closes, without the ORM."""

from datetime import date, timedelta


def last_day(day: date) -> date:
    """Return the last day of the month of ``day``.

    >>> last_day(date(2028, 2, 3))
    datetime.date(2028, 2, 29)
    """
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def closed_months(before: date | None, lock_date: date) -> list[date]:
    """Return the last days of the months that a lock date covers and the earlier one didn't, oldest first.

    :param before: the latest date that was ever locked, None if this is the first
    :param lock_date: the date until which the books are locked from now on, itself included

    >>> closed_months(date(2026, 1, 31), date(2026, 3, 31))
    [datetime.date(2026, 2, 28), datetime.date(2026, 3, 31)]

    A month is closed with its last day, and once only:

    >>> closed_months(date(2026, 1, 31), date(2026, 2, 27)), closed_months(date(2026, 2, 28), date(2026, 2, 10))
    ([], [])

    The first lock of all closes the newest month alone. How long the months before it have been closed, nobody knows:

    >>> closed_months(None, date(2026, 3, 31)), closed_months(None, date(2026, 3, 30))
    ([datetime.date(2026, 3, 31)], [datetime.date(2026, 2, 28)])
    """
    newest = last_day(lock_date)
    if newest != lock_date:
        newest = lock_date.replace(day=1) - timedelta(days=1)
    if before is None:
        return [newest]
    months = []
    while newest > before:
        months.insert(0, newest)
        newest = newest.replace(day=1) - timedelta(days=1)
    return months
