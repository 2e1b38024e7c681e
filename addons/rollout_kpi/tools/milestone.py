"""When a KPI is to be read after go-live, without the ORM."""

from collections.abc import Container
from datetime import date, timedelta

# The days after go-live on which each KPI is read.
MILESTONE_DAYS = (30, 60, 90)


def next_milestone(taken: Container[int]) -> int | None:
    """Return the first milestone that isn't taken yet.

    >>> next_milestone([]), next_milestone([30, 90]), next_milestone([30, 60, 90])
    (30, 60, None)
    """
    return next((day for day in MILESTONE_DAYS if day not in taken), None)


def due_milestones(go_live: date, today: date, taken: Container[int]) -> list[int]:
    """Return the milestones that have come and aren't taken yet, oldest first.

    >>> due_milestones(date(2026, 1, 1), date(2026, 1, 30), [])
    []
    >>> due_milestones(date(2026, 1, 1), date(2026, 1, 31), [])
    [30]
    >>> due_milestones(date(2026, 1, 1), date(2026, 12, 1), [60])
    [30, 90]
    """
    return [day for day in MILESTONE_DAYS if day not in taken and go_live + timedelta(days=day) <= today]
