"""How long something takes when some of it hasn't ended yet: the Kaplan-Meier median, without the ORM.

A median over what has ended gets better when the slow ones never end. So all that was begun counts: what has ended
with its time, what is still open with the time it has been open, as "at least" (Kaplan & Meier, 1958). Where nothing
is open, this is the plain median.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from odoo.tools import SQL

# Logarithms and products of many shares differ from round ones by less than this.
TOLERANCE = 1e-9


class Duration(NamedTuple):
    """How long it takes.

    :param median: by which time half have ended; None without any record
    :param at_least: the median is a lower bound: half have not ended, or will not be known to have, by then
    :param spread: by which time nine in ten have ended; None where that isn't known yet
    """

    median: float | None
    at_least: bool
    spread: float | None


def typical_duration(ended: Sequence[float], waiting: Sequence[float]) -> Duration:
    """Return the Kaplan-Meier median of durations, some of which haven't ended.

    :param ended: how long each took that has ended
    :param waiting: how long each has been open so far that has not

    >>> typical_duration([1, 2, 3, 10], []).median, typical_duration([2, 9, 4], []).median
    (2.5, 4.0)

    Two that wait for longer than any has taken move the median up; three of five, and nobody knows it yet. It is
    then at least what half of those have waited, and no less than the longest that has ended:

    >>> typical_duration([1, 2, 3], [8, 9])
    Duration(median=3.0, at_least=False, spread=None)
    >>> typical_duration([1, 2], [7, 8, 9])
    Duration(median=8, at_least=True, spread=None)
    >>> typical_duration([5, 6], [1, 30, 31, 1, 90])
    Duration(median=30, at_least=True, spread=None)

    What was begun only just now says nothing of those that have taken longer:

    >>> typical_duration([3, 4, 5], [0.5, 0.5, 0.5, 0.5]).median
    4.0

    Where exactly half are known to have ended and none after them, it can only be later:

    >>> typical_duration([1, 2], [60, 60])
    Duration(median=2, at_least=True, spread=None)
    >>> typical_duration([], [])
    Duration(median=None, at_least=False, spread=None)
    """
    half, is_open = _when_left(ended, waiting, 0.5)
    spread, _is_open = _when_left(ended, waiting, 0.1)
    if half is None and waiting:
        return Duration(max(median(waiting), *ended, 0), True, None)
    return Duration(half, is_open, spread)


def _when_left(ended, waiting, share):
    """Return when no more than ``share`` are left, and whether it isn't known yet when fewer are."""
    # At the same time, what ended comes before what was seen to be open.
    known = sorted([(days, False) for days in ended] + [(days, True) for days in waiting])
    left, first = 1.0, None
    for place, (days, is_open) in enumerate(known):
        if is_open:
            continue
        left *= 1 - 1 / (len(known) - place)
        if left <= share + TOLERANCE and first is None:
            first = days
        if left < share - TOLERANCE:
            # Just as many are left from one ending to the next: the middle between them, as for a plain median.
            return (first + days) / 2, False
    return first, first is not None


def select_durations(records: SQL, also: Mapping[str, SQL] | None = None) -> SQL:
    """Return the SELECT of what :func:`typical_duration` tells, for many windows at once.

    :param records: a SELECT of ``number`` (of the window), ``days`` (in the KPI's unit) and ``is_open``, with a row for
        each record in each window. What has ended before it began (``days`` below 0) is left out, and so is what has
        no ``days``
    :param also: further aggregates over these rows by name, which may use other columns that they have
    :return: a row for each window that holds a record: ``number, value, spread, count, left_out, at_least, waiting,
        oldest``, as in :class:`~.measurement.Measurement`, and then what was asked for ``also``. ``left_out`` is how
        many have ended before they began
    """
    also = also or {}
    # The share that is left after each ending is a product, and its logarithm a sum. What ended before it began comes
    # first and what has no days last, so that neither is in anybody's way. OFFSET 0 has only these columns sorted, and
    # not what they were made of.
    return SQL(
        """SELECT number,
                  COALESCE((half_from + half_until) / 2, half_from, GREATEST(open_half, last_ended)) AS value,
                  COALESCE((tenth_from + tenth_until) / 2, tenth_from) AS spread,
                  count, left_out, half_until IS NULL AND waiting > 0 AS at_least, waiting, oldest%(also_names)s
             FROM (SELECT number,
                          count(*) FILTER (WHERE days >= 0) AS count,
                          count(*) FILTER (WHERE days < 0) AS left_out,
                          count(days) FILTER (WHERE is_open) AS waiting,
                          max(days) FILTER (WHERE is_open) AS oldest,
                          percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE is_open) AS open_half,
                          max(days) FILTER (WHERE is_end) AS last_ended,
                          min(days) FILTER (WHERE is_end AND log_left <= ln(0.5) + %(tolerance)s) AS half_from,
                          min(days) FILTER (WHERE is_end AND log_left < ln(0.5) - %(tolerance)s) AS half_until,
                          min(days) FILTER (WHERE is_end AND log_left <= ln(0.1) + %(tolerance)s) AS tenth_from,
                          min(days) FILTER (WHERE is_end AND log_left < ln(0.1) - %(tolerance)s) AS tenth_until
                          %(also)s
                     FROM (SELECT *,
                                  sum(CASE WHEN is_end AND still = 1 THEN '-Infinity'
                                           WHEN is_end THEN ln(1 - 1.0::float8 / still)
                                           ELSE 0 END) OVER course AS log_left
                             FROM (SELECT *, NOT is_open AND days >= 0 AS is_end,
                                          count(days) OVER (PARTITION BY number) + 1 - row_number() OVER course AS still
                                     FROM (SELECT * FROM (%(records)s) AS record OFFSET 0) AS record
                                   WINDOW course AS (PARTITION BY number ORDER BY days, is_open)) AS placed
                           WINDOW course AS (PARTITION BY number ORDER BY days, is_open ROWS UNBOUNDED PRECEDING)
                          ) AS curve
                 GROUP BY number) AS figures""",
        records=records,
        tolerance=TOLERANCE,
        also=SQL().join(SQL(", %s AS %s", figure, SQL.identifier(name)) for name, figure in also.items()),
        also_names=SQL().join(SQL(", %s", SQL.identifier(name)) for name in also),
    )
