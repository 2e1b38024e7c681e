"""ISO weeks and local days, without the ORM.

The whole suite counts in ISO weeks and calendar days of the program company's time zone; a
naive datetime is UTC, as Odoo stores it.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# For selection fields: the keys are what `date.weekday` counts.
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


def local_day(moment: datetime, tz: str) -> date:
    """Return the calendar day that the UTC ``moment`` falls on in ``tz``.

    >>> local_day(datetime(2026, 3, 1, 23, 30), "Asia/Bangkok")
    datetime.date(2026, 3, 2)
    """
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz)).date()


def day_start_utc(day: date, tz: str) -> datetime:
    """Return the naive UTC moment at which ``day`` starts in ``tz``.

    >>> day_start_utc(date(2026, 3, 2), "Asia/Bangkok")
    datetime.datetime(2026, 3, 1, 17, 0)
    """
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(tz))
    return local.astimezone(UTC).replace(tzinfo=None)


def iso_week(day: date) -> str:
    """Return the ISO week of ``day``, sortable as text.

    >>> iso_week(date(2027, 1, 1))
    '2026-W53'
    """
    year, week, _weekday = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_monday(week: str) -> date:
    """Return the Monday on which an ISO week as written by :func:`iso_week` starts.

    >>> week_monday("2026-W53")
    datetime.date(2026, 12, 28)
    """
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def weekly_moment_utc(week: str, weekday: int, hour: float, tz: str) -> datetime:
    """Return the naive UTC moment of a weekday and hour of ``week`` in ``tz``.

    :param weekday: 0 is Monday
    :param hour: wall-clock time as hours since midnight, so 9.5 is half past nine

    >>> weekly_moment_utc("2026-W47", 3, 9.5, "Asia/Bangkok")
    datetime.datetime(2026, 11, 19, 2, 30)

    Nine o'clock stays nine o'clock across a change of the clocks:

    >>> weekly_moment_utc("2026-W12", 6, 9.0, "Europe/Brussels").hour
    8
    >>> weekly_moment_utc("2026-W13", 6, 9.0, "Europe/Brussels").hour
    7
    """
    minutes = min(max(round(hour * 60), 0), 24 * 60 - 1)
    wall = time(minutes // 60, minutes % 60, tzinfo=ZoneInfo(tz))
    day = week_monday(week) + timedelta(days=weekday)
    return datetime.combine(day, wall).astimezone(UTC).replace(tzinfo=None)


def week_bounds_utc(week: str, tz: str) -> tuple[datetime, datetime]:
    """Return the naive UTC moments at which ``week`` starts and ends (exclusive) in ``tz``.

    A week across a clock change is an hour shorter or longer, and no moment is in two weeks:

    >>> start, end = week_bounds_utc("2026-W13", "Europe/Brussels")
    >>> (end - start).total_seconds() / 3600
    167.0
    >>> end == week_bounds_utc("2026-W14", "Europe/Brussels")[0]
    True
    """
    monday = week_monday(week)
    return day_start_utc(monday, tz), day_start_utc(monday + timedelta(days=7), tz)
