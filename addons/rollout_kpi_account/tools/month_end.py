"""Which months are closed, and since when, without the ORM."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


class LockChange(NamedTuple):
    """A change of the date up to which all books are locked.

    :param day: when it was changed
    :param before: the date until then, None if nothing was locked
    :param after: the date from then on, None if nothing is locked any more
    """

    day: date
    before: date | None
    after: date | None


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
    newest = _newest_whole_month(lock_date)
    if before is None:
        return [newest]
    months = []
    while newest > before:
        months.insert(0, newest)
        newest = _previous_month(newest)
    return months


def closing_days(changes: Iterable[LockChange], locked: date | None) -> dict[date, date | None]:
    """Return when each month was closed first, by its last day. None means: at a time that nobody has recorded.

    :param changes: all that is recorded, oldest first
    :param locked: the date up to which all books are locked now

    >>> changes = [LockChange(date(2026, 3, 6), date(2026, 1, 31), date(2026, 2, 28))]
    >>> for month, day in closing_days(changes, date(2026, 2, 28)).items():
    ...     print(month, day)
    2026-01-31 None
    2026-02-28 2026-03-06

    Opened and locked again, a month stays closed on its first day. What was found locked, but was not when the change
    before was recorded, has been locked unseen, as when a company was put below a parent:

    >>> changes += [
    ...     LockChange(date(2026, 3, 9), date(2026, 2, 28), None),
    ...     LockChange(date(2026, 5, 7), date(2026, 3, 31), date(2026, 4, 30)),
    ... ]
    >>> for month, day in closing_days(changes, date(2026, 5, 31)).items():
    ...     print(month, day)
    2026-01-31 None
    2026-02-28 2026-03-06
    2026-03-31 None
    2026-04-30 2026-05-07
    2026-05-31 None
    >>> closing_days([], None)
    {}
    """
    days, latest = {}, None
    steps = [step for change in changes for step in ((None, change.before), (change.day, change.after))]
    for day, lock_date in [*steps, (None, locked)]:
        if lock_date and (latest is None or lock_date > latest):
            days |= dict.fromkeys(closed_months(latest, lock_date), day)
            latest = lock_date
    return days


def open_months(closed: dict[date, date | None], start: date, end: date) -> list[date]:
    """Return the last days of the months that were over, but not closed, when a window ended, oldest first.

    :param closed: what :func:`closing_days` has told
    :param start: the first day of the window
    :param end: the last one. A month that is over with it has nobody waiting yet

    >>> closed = {date(2026, 1, 31): None, date(2026, 2, 28): date(2026, 3, 6), date(2026, 3, 31): date(2026, 4, 8)}
    >>> open_months(closed, date(2026, 3, 8), date(2026, 4, 7)), open_months(closed, date(2026, 3, 9), date(2026, 4, 8))
    ([datetime.date(2026, 3, 31)], [])
    >>> [str(month) for month in open_months(closed, date(2026, 5, 2), date(2026, 6, 1))]
    ['2026-04-30', '2026-05-31']
    >>> open_months(closed, date(2026, 2, 28), date(2026, 2, 28))
    []

    Of a company that hasn't ever locked anything by then, nobody knows how far back its books are open:

    >>> open_months({date(2026, 9, 30): date(2026, 10, 7)}, date(2026, 3, 2), date(2026, 4, 1))
    [datetime.date(2026, 3, 31)]
    """
    until = max(
        (month for month, day in closed.items() if day is None or day <= end), default=start - timedelta(days=1)
    )
    months, month = [], _newest_whole_month(end - timedelta(days=1))
    while month > until:
        months.insert(0, month)
        month = _previous_month(month)
    return months


def _newest_whole_month(day):
    """Return the last day of the newest month that is over at the end of ``day``."""
    return day if day == last_day(day) else _previous_month(day)


def _previous_month(day):
    """Return the last day of the month before that of ``day``."""
    return day.replace(day=1) - timedelta(days=1)
