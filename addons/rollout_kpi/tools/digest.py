"""When a digest is due, and how a bar is drawn without pictures."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.addons.rollout_phase.tools.week import iso_week, local_day, week_monday


def due_period(now: datetime, tz: str, weekday: int, hour: float) -> str | None:
    """Return the ISO week whose digest is due at the naive UTC moment ``now``, if it is.

    Only the current week's: after a standstill nobody gets the past weeks' digests.

    :param weekday: 0 is Monday
    :param hour: local time as hours, so 8.5 is half past eight

    >>> monday_8_bangkok = datetime(2026, 3, 2, 1, 0)
    >>> due_period(monday_8_bangkok, "Asia/Bangkok", 0, 8.0)
    '2026-W10'
    >>> due_period(monday_8_bangkok - timedelta(minutes=1), "Asia/Bangkok", 0, 8.0)
    >>> due_period(monday_8_bangkok + timedelta(days=6), "Asia/Bangkok", 0, 8.0)
    '2026-W10'
    >>> due_period(monday_8_bangkok + timedelta(days=6), "Asia/Bangkok", 6, 9.0)
    """
    week = iso_week(local_day(now, tz))
    day = week_monday(week) + timedelta(days=weekday)
    minutes = round(hour * 60)
    due = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=ZoneInfo(tz))
    return week if now.replace(tzinfo=UTC) >= due else None


def bar_percent(value: float, largest: float) -> int:
    """Return the width of a bar in percent of the longest one; a bar is never invisible.

    >>> bar_percent(9, 11), bar_percent(0, 11), bar_percent(11, 11), bar_percent(-3, 0)
    (82, 1, 100, 1)
    """
    if largest <= 0:
        return 1
    return min(100, max(1, round(value / largest * 100)))
