"""How long a real task takes in the weeks after go-live, without the ORM.

Weeks are counted from the go-live: its day is the first of week 1, whatever weekday it is, so that every
week has seven days of work in the new system.

The expected dip is a convention and not a finding. It says what the expectations say that leadership signs:
slower at first, and back at the old speed by about week six. It starts half as slow again as before, and shrinks
by the same amount each week.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

# The week by which a task is expected to be as fast as before.
PARITY_WEEK = 6
# How much longer than before it is expected to take in week 1, as a share of the old time.
DIP_DEPTH = 0.5
# With fewer samples a week's median says more about the sample than about the week; a convention.
MIN_SAMPLES = 3

TOO_FEW = "too_few"
DIP = "dip"
RECOVERED = "recovered"
SLOW = "slow"


@dataclass(frozen=True)
class WeekTime:
    """The samples of one week: their median in minutes, and how many they are."""

    minutes: float
    count: int

    @property
    def counts(self) -> bool:
        """
        >>> WeekTime(12.0, 2).counts, WeekTime(12.0, 3).counts
        (False, True)
        """
        return self.count >= MIN_SAMPLES


def launch_week(go_live: date, day: date) -> int:
    """Return the week after ``go_live`` that ``day`` is in; 0 or less for days before.

    >>> launch_week(date(2026, 3, 4), date(2026, 3, 4)), launch_week(date(2026, 3, 4), date(2026, 3, 11))
    (1, 2)
    >>> launch_week(date(2026, 3, 4), date(2026, 3, 3))
    0
    """
    return (day - go_live).days // 7 + 1


def weekly_medians(samples: Iterable[tuple[int, float]]) -> dict[int, WeekTime]:
    """Return the median of each week's samples, weeks in order.

    :param samples: week and minutes of each

    >>> weekly_medians([(2, 9), (1, 12), (1, 30), (1, 14)])
    {1: WeekTime(minutes=14, count=3), 2: WeekTime(minutes=9, count=1)}
    """
    by_week = {}
    for week, minutes in samples:
        by_week.setdefault(week, []).append(minutes)
    return {week: WeekTime(median(by_week[week]), len(by_week[week])) for week in sorted(by_week)}


def expected_minutes(old_minutes: float, week: int) -> float:
    """Return how long the task may take in ``week``.

    By convention half as long again in week 1, and as long as before from week 6 on.

    >>> [expected_minutes(10, week) for week in range(1, 8)]
    [15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 10.0]
    """
    share = max(0, PARITY_WEEK - week) / (PARITY_WEEK - 1)
    return round(old_minutes * (1 + DIP_DEPTH * share), 6)


def counted(weeks: Mapping[int, WeekTime]) -> dict[int, float]:
    """Return the medians of the weeks with enough samples, in order.

    >>> counted({2: WeekTime(9, 1), 1: WeekTime(14, 3)})
    {1: 14}
    """
    return {week: weeks[week].minutes for week in sorted(weeks) if weeks[week].counts}


def parity_week(weeks: Mapping[int, WeekTime], old_minutes: float) -> int | None:
    """Return the week since which no counted week was slower than before, or None while the last one was.

    >>> weeks = {1: WeekTime(15, 3), 3: WeekTime(10, 3), 4: WeekTime(11, 3), 5: WeekTime(9, 4), 6: WeekTime(10, 3)}
    >>> parity_week(weeks, 10)
    5
    >>> parity_week({1: WeekTime(15, 3)}, 10), parity_week({1: WeekTime(9, 2)}, 10), parity_week({}, 10)
    (None, None, None)
    """
    since = None
    for week, minutes in reversed(counted(weeks).items()):
        if minutes > old_minutes:
            break
        since = week
    return since


def judge_task(weeks: Mapping[int, WeekTime], old_minutes: float) -> str:
    """Tell where the task stands, by the last week with enough samples.

    >>> judge_task({2: WeekTime(14, 3)}, 10), judge_task({2: WeekTime(14, 2)}, 10)
    ('dip', 'too_few')
    >>> judge_task({2: WeekTime(14, 3), 5: WeekTime(10, 3)}, 10)
    'recovered'

    In week six the dip is to be over:

    >>> judge_task({6: WeekTime(10.5, 3)}, 10), judge_task({6: WeekTime(10.5, 3), 8: WeekTime(9, 3)}, 10)
    ('slow', 'recovered')
    """
    medians = counted(weeks)
    if not medians:
        return TOO_FEW
    week, minutes = list(medians.items())[-1]
    if minutes <= old_minutes:
        return RECOVERED
    return SLOW if week >= PARITY_WEEK else DIP
