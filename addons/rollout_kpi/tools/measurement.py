"""What a KPI source is asked and what it answers, without the ORM."""

import math
from collections.abc import Hashable
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Measurement:
    """One answer of a KPI source.

    :param value: in the KPI's unit; None where there is nothing to measure
    :param count: how many records stand behind the value
    :param method: how it was measured, in one sentence
    :param spread: the 90th percentile, in the KPI's unit, where the source knows it
    :param error: why it could not be measured; the other figures then mean nothing
    """

    value: float | None = None
    count: int = 0
    method: str = ""
    spread: float | None = None
    error: str | None = None

    @property
    def state(self) -> str:
        """
        >>> Measurement(4.5, 12).state, Measurement(None, 2).state, Measurement(error="x").state
        ('ok', 'too_few', 'error')
        """
        if self.error:
            return "error"
        return "too_few" if self.value is None else "ok"


def checked(measurement: Measurement, min_count: int) -> Measurement:
    """Return the measurement without a value that has too few records, or is no number, behind it.

    >>> checked(Measurement(4.5, 4), min_count=5).value
    >>> checked(Measurement(4.5, 5), min_count=5).value
    4.5
    >>> checked(Measurement(float("nan"), 5), min_count=5).error
    'The source answered with nan, which is not a number.'
    """
    if measurement.error or measurement.value is None:
        return replace(measurement, value=None, spread=None)
    if not math.isfinite(measurement.value):
        error = f"The source answered with {measurement.value}, which is not a number."
        return Measurement(error=error)
    if measurement.count < min_count:
        return replace(measurement, value=None, spread=None)
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
