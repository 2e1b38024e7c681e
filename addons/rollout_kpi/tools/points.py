"""Of which weeks, or months, the points of a KPI are made, without the ORM.

A point is the value of one week; of one month where something happens once a month. Weeks count from the day of
go-live, backwards and forwards, so that each has every weekday once and lies on one side of it. Months are those of
the calendar that lie on one side of it as a whole.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from .measurement import windows_before
from .milestone import VERDICT_DAY
from .task_time import PARITY_WEEK

WEEK, MONTH = "week", "month"
# How many are measured before go-live, and how many of the last ones a verdict is made of after it.
POINTS_BEFORE = {WEEK: 8, MONTH: 12}
POINTS_AFTER = {WEEK: 5, MONTH: 3}
# The weeks after go-live that are expected to be slow. They say nothing of where it ends.
DIP = timedelta(weeks=PARITY_WEEK)


def windows_until(end: date, period: str, number: int) -> list[tuple[date, date]]:
    """Return the last ``number`` weeks or months before ``end``, oldest first.

    >>> [str(start) for start, _end in windows_until(date(2026, 3, 10), WEEK, 2)]
    ['2026-02-24', '2026-03-03']
    >>> [(str(start), str(end)) for start, end in windows_until(date(2026, 3, 10), MONTH, 2)]
    [('2026-01-01', '2026-02-01'), ('2026-02-01', '2026-03-01')]
    """
    if period == WEEK:
        return windows_before(end, 7, number)
    firsts = [end.replace(day=1)]
    for _month in range(number):
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    return list(pairwise(firsts))


def windows_since(go_live: date, end: date, period: str) -> list[tuple[date, date]]:
    """Return the weeks or months from ``go_live`` on that are over by ``end``, oldest first.

    >>> [(str(start), str(end)) for start, end in windows_since(date(2026, 3, 2), date(2026, 3, 20), WEEK)]
    [('2026-03-02', '2026-03-09'), ('2026-03-09', '2026-03-16')]
    >>> [(str(start), str(end)) for start, end in windows_since(date(2026, 3, 2), date(2026, 5, 31), MONTH)]
    [('2026-04-01', '2026-05-01')]
    >>> windows_since(date(2026, 3, 1), date(2026, 3, 31), MONTH)
    []
    """
    if period == WEEK:
        weeks = (end - go_live).days // 7
        return windows_before(go_live + timedelta(weeks=weeks), 7, weeks)
    months = (end.year - go_live.year) * 12 + end.month - go_live.month
    return [window for window in windows_until(end, MONTH, months) if window[0] >= go_live]


def judged(windows: Sequence[tuple[date, date]], go_live: date, day: int, period: str) -> list[int]:
    """Return which of the points after go-live the verdict of a milestone is made of, as places in ``windows``.

    They are the last ones that are over by then. From day 90 on those of the dip are none of them.

    :param windows: those of points that have a value, oldest first
    :param day: of the milestone

    >>> go_live = date(2026, 3, 2)
    >>> weeks = windows_since(go_live, date(2026, 7, 1), WEEK)
    >>> judged(weeks, go_live, 30, WEEK), judged(weeks, go_live, 90, WEEK)
    ([0, 1, 2, 3], [7, 8, 9, 10, 11])
    >>> judged(weeks[:8], go_live, 90, WEEK)
    [6, 7]
    """
    until = go_live + timedelta(days=day)
    since = go_live + DIP if period == WEEK and day >= VERDICT_DAY else go_live
    places = [place for place, (start, end) in enumerate(windows) if start >= since and end <= until]
    return places[-POINTS_AFTER[period] :]
