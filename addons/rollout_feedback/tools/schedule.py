"""When the weekly form is due, without the ORM."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.addons.rollout_phase.tools.week import week_monday


def due_utc(week: str, weekday: int, hour: float, tz: str) -> datetime:
    """Return the naive UTC moment at which the form of ``week`` is to be sent.

    :param weekday: 0 is Monday
    :param hour: wall-clock time in ``tz``, as hours since midnight

    >>> due_utc("2026-W47", 3, 9.5, "Asia/Bangkok")
    datetime.datetime(2026, 11, 19, 2, 30)

    Nine o'clock stays nine o'clock across a change of the clocks:

    >>> due_utc("2026-W12", 6, 9.0, "Europe/Brussels").hour
    8
    >>> due_utc("2026-W13", 6, 9.0, "Europe/Brussels").hour
    7
    """
    day = week_monday(week) + timedelta(days=weekday)
    minutes = min(max(round(hour * 60), 0), 24 * 60 - 1)
    wall = time(minutes // 60, minutes % 60, tzinfo=ZoneInfo(tz))
    return datetime.combine(day, wall).astimezone(UTC).replace(tzinfo=None)
