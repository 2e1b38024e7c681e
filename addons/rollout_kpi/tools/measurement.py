"""What a KPI source is asked and what it answers, without the ORM."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class Window:
    """One question to a KPI source: the value of a KPI over some local calendar days.

    :param key: whatever identifies the answer to whoever asks
    :param tz: the time zone in which the days are counted
    :param date_to: the day after the last one that counts
    :param phase_id: the phase for whose department it is asked; None asks for the whole company. A source that
        knows no departments answers for the company
    """

    key: Hashable
    kpi_id: int
    company_id: int
    tz: str
    date_from: date
    date_to: date
    phase_id: int | None = None

    @property
    def days(self) -> int:
        """How many days the window has."""
        return (self.date_to - self.date_from).days


@dataclass(frozen=True)
class Measurement:
    """One answer of a KPI source.

    :param value: in the KPI's unit; None where there is nothing to measure
    :param count: how many records stand behind the value, the open ones included
    :param method: how it was measured, in the language of whoever asks; made of the facts by the source's
        ``_describe_<source>``, so that it can be made again for every reader
    :param spread: the 90th percentile, in the KPI's unit, where the source knows it
    :param error: why it could not be measured; the other figures then mean nothing
    :param at_least: the value is a lower bound, since more than half of the records are still open
    :param waiting: how many of the records are still open
    :param oldest: how long the oldest of these has been open, in the KPI's unit
    :param facts: what the source's description is made of, as JSON knows it: what was left out, of whom it is. With
        ``problem``, a code of the source's own, they say why it could not be measured
    """

    value: float | None = None
    count: int = 0
    method: str = ""
    spread: float | None = None
    error: str | None = None
    at_least: bool = False
    waiting: int = 0
    oldest: float | None = None
    facts: Mapping = field(default_factory=dict)

    @property
    def state(self) -> str:
        """
        >>> Measurement(4.5, 12).state, Measurement(None, 2).state, Measurement(error="x").state
        ('ok', 'too_few', 'error')
        >>> Measurement(facts={"problem": "gone"}).state
        'error'
        """
        if self.error or self.facts.get("problem"):
            return "error"
        return "too_few" if self.value is None else "ok"


def needed_records(enough: int, window_days: int, days: int) -> int:
    """Return how many records must stand behind the value of a window of ``days`` days.

    What is enough for a reading of ``window_days`` days is more than a week can hold: a shorter window needs its share.

    :param enough: how many a reading needs; 0 if a value of nothing is a finding, such as no complaint at all

    >>> needed_records(5, 30, 30), needed_records(5, 30, 7), needed_records(5, 30, 300)
    (5, 2, 5)
    >>> needed_records(1, 30, 7), needed_records(0, 30, 7)
    (1, 0)
    """
    return min(enough, math.ceil(enough * days / window_days))


def checked(measurement: Measurement, min_count: int) -> Measurement:
    """Return the measurement without a value that has too few records, or is no number, behind it.

    >>> checked(Measurement(4.5, 4), min_count=5).value
    >>> checked(Measurement(4.5, 5), min_count=5).value
    4.5

    Where nothing needs to stand behind it, 0 is a value like any other:

    >>> checked(Measurement(0, 0), min_count=0).value
    0
    >>> checked(Measurement(float("nan"), 5), min_count=5).error
    'The source answered with nan, which is not a number.'
    """
    if measurement.state != "ok":
        return replace(measurement, value=None, spread=None, at_least=False)
    if not math.isfinite(measurement.value):
        error = f"The source answered with {measurement.value}, which is not a number."
        return Measurement(error=error)
    if measurement.count < min_count:
        return replace(measurement, value=None, spread=None, at_least=False)
    return measurement


def windows_before(day: date, days: int, number: int = 1) -> list[tuple[date, date]]:
    """Return ``number`` consecutive windows of ``days`` days, the last one ending before ``day``.

    >>> windows_before(date(2026, 3, 31), 30)
    [(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))]
    >>> [str(start) for start, _end in windows_before(date(2026, 3, 31), 30, 3)]
    ['2025-12-31', '2026-01-30', '2026-03-01']
    """
    bounds = [day - timedelta(days=days * step) for step in range(number, -1, -1)]
    return list(pairwise(bounds))
