"""When a daily meeting takes place; without the ORM."""

from collections.abc import Iterable
from datetime import date, datetime

from odoo.addons.rollout_base.tools.week import iso_week, weekly_moment_utc


def first_moment_utc(days: Iterable[date], hour: float, tz: str, now: datetime) -> datetime | None:
    """Return the first naive UTC moment after ``now`` at ``hour`` on one of ``days`` in ``tz``.

    >>> days = [date(2026, 11, 19), date(2026, 11, 20)]
    >>> first_moment_utc(days, 9.0, "Asia/Bangkok", datetime(2026, 11, 19, 1))
    datetime.datetime(2026, 11, 19, 2, 0)
    >>> first_moment_utc(days, 9.0, "Asia/Bangkok", datetime(2026, 11, 19, 2))
    datetime.datetime(2026, 11, 20, 2, 0)
    >>> first_moment_utc(days, 9.0, "Asia/Bangkok", datetime(2026, 11, 21))
    """
    moments = (weekly_moment_utc(iso_week(day), day.weekday(), hour, tz) for day in days)
    return min((moment for moment in moments if moment > now), default=None)
