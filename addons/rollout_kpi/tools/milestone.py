"""When a KPI is to be read after go-live, without the ORM."""

from collections.abc import Container
from datetime import date, timedelta

# The days after go-live on which each KPI is read.
MILESTONE_DAYS = (30, 60, 90)
# The day on which it shows whether the launch has made work better.
VERDICT_DAY = 90
# Read on as well where it didn't: a dip is to be seen through to its end.
EXTENDED_DAYS = (120, 180)


def milestone_days(extended: bool) -> tuple[int, ...]:
    """Return the days on which a KPI is read.

    >>> milestone_days(extended=False), milestone_days(extended=True)
    ((30, 60, 90), (30, 60, 90, 120, 180))
    """
    return MILESTONE_DAYS + EXTENDED_DAYS if extended else MILESTONE_DAYS


def next_milestone(taken: Container[int], extended: bool = False) -> int | None:
    """Return the first milestone that isn't taken yet.

    >>> next_milestone([]), next_milestone([30, 90]), next_milestone([30, 60, 90])
    (30, 60, None)
    >>> next_milestone([30, 60, 90], extended=True)
    120
    """
    return next((day for day in milestone_days(extended) if day not in taken), None)


def due_milestones(go_live: date, today: date, taken: Container[int], extended: bool = False) -> list[int]:
    """Return the milestones that have come and aren't taken yet, oldest first.

    >>> due_milestones(date(2026, 1, 1), date(2026, 1, 30), [])
    []
    >>> due_milestones(date(2026, 1, 1), date(2026, 1, 31), [])
    [30]
    >>> due_milestones(date(2026, 1, 1), date(2026, 12, 1), [60])
    [30, 90]
    >>> due_milestones(date(2026, 1, 1), date(2026, 12, 1), [30, 60, 90], extended=True)
    [120, 180]
    """
    days = milestone_days(extended)
    return [day for day in days if day not in taken and go_live + timedelta(days=day) <= today]
