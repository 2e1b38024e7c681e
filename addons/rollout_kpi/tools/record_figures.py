"""The statement that measures records of any model, around what the ORM has searched: its SQL, without the ORM."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from odoo.tools import SQL

from odoo.addons.rollout_base.tools.week import day_start_utc
from odoo.addons.rollout_phase.tools.working_days import EPOCH, FORTNIGHT, WorkingRule

from .measurement import Measurement, Window
from .survival import select_durations

SECONDS = {"hours": 3600, "days": 86400}
NOTHING = SQL("NULL::float8")


def bounds_of(window: Window, by_day: bool) -> tuple[date, date] | tuple[datetime, datetime]:
    """Return the first day or moment of a window, and the one after its last.

    >>> window = Window("key", 1, 1, "Asia/Bangkok", date(2026, 3, 2), date(2026, 3, 9))
    >>> [str(bound) for bound in bounds_of(window, by_day=True)]
    ['2026-03-02', '2026-03-09']
    >>> [str(bound) for bound in bounds_of(window, by_day=False)]
    ['2026-03-01 17:00:00', '2026-03-08 17:00:00']
    """
    if by_day:
        return window.date_from, window.date_to
    return day_start_utc(window.date_from, window.tz), day_start_utc(window.date_to, window.tz)


def day_of(moment: SQL, kind: str, tz: str) -> SQL:
    """Return the local day of a date or a moment.

    >>> day_of(SQL("closed_on"), "date", "Asia/Bangkok").code
    'closed_on'
    >>> day_of(SQL("closed_at"), "datetime", "Asia/Bangkok").code
    "(closed_at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date"
    """
    return moment if kind == "date" else SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, tz)


def mark_of(moment: SQL, rule: WorkingRule | None) -> SQL:
    """Return what differs by a duration between two dates: a moment, or the working days that have passed.

    >>> mark_of(SQL("closed_at"), None).code
    '(closed_at)::timestamp'
    """
    return _count_working_days(rule, moment) if rule else SQL("(%s)::timestamp", moment)


def _count_working_days(rule: WorkingRule, day: SQL) -> SQL:
    """Return ``rule.count(day)`` for a day that only the database knows."""
    return SQL(
        """((%(days)s / %(length)s) * %(total)s + (%(passed)s::int[])[%(days)s %% %(length)s + 1]
            - width_bucket(%(day)s, %(off)s::date[]))""",
        days=SQL("((%s) - %s::date)", day, EPOCH),
        length=FORTNIGHT,
        total=rule.total,
        passed=rule.passed,
        day=day,
        off=rule.days_off,
    )


def time_between(began: SQL, ended: SQL, unit: str) -> SQL:
    """Return the duration between two marks of :func:`mark_of`.

    :param unit: ``hours``, ``days`` or ``working_days``

    >>> time_between(SQL("began"), SQL("ended"), "working_days").code
    '(ended - began)::float8'
    >>> time_between(SQL("began"), SQL("ended"), "hours")
    SQL("date_part('epoch', ended - began) / %s", 3600)
    """
    if unit == "working_days":
        return SQL("(%s - %s)::float8", ended, began)
    # Not EXTRACT, whose exact decimals take twice the time.
    return SQL("date_part('epoch', %s - %s) / %s", ended, began, SECONDS[unit])


def select_figures(numbered: Iterable[tuple], bounds: Iterable[tuple], measure: str, has_kind: bool, records: SQL):
    """Return the SELECT of the windows in which a record counts once, on its day.

    :param numbered: ``(number, window)`` pairs, and ``bounds`` of each, see :func:`bounds_of`
    :param measure: as the KPI has it
    :param has_kind: whether records have a kind
    :param records: a SELECT of ``moment``, ``value`` and ``kind``, the id of what the value is in
    :return: for each window what :func:`answer_of` takes after the facts, behind its number, and then the first and the
        last kind
    """
    total, spread, count, left_out = _aggregates(measure)
    return SQL(
        """SELECT period.number, (%(total)s)::float8, (%(spread)s)::float8, %(count)s, %(left_out)s,
                  FALSE, 0, %(nothing)s, NULL::int, %(kinds)s
             FROM (VALUES %(rows)s) AS period(number, date_from, date_to)
        LEFT JOIN (%(records)s) AS record
               ON record.moment >= period.date_from AND record.moment < period.date_to
         GROUP BY period.number""",
        total=total,
        spread=spread,
        count=count,
        left_out=left_out,
        nothing=NOTHING,
        kinds=SQL("min(record.kind), max(record.kind)") if has_kind else SQL("NULL::int, NULL::int"),
        rows=SQL(", ").join(
            SQL("(%s, %s::timestamp, %s::timestamp)", number, *period)
            for (number, _window), period in zip(numbered, bounds, strict=True)
        ),
        records=records,
    )


def _aggregates(measure: str) -> tuple[SQL, SQL, SQL, SQL]:
    """Return value, spread, count and the number of records left out, over the rows ``record``.

    >>> [part.code for part in _aggregates("sum")]
    ['COALESCE(sum(record.value), 0)', 'NULL::float8', 'count(record.value)', '0']
    """
    every, none = SQL("count(record.moment)"), SQL("0")
    if measure == "count":
        return every, NOTHING, every, none
    if measure == "share":
        return SQL("100.0 * count(*) FILTER (WHERE record.value) / NULLIF(%s, 0)", every), NOTHING, every, none
    count = SQL("count(record.value)")
    if measure == "sum":
        return SQL("COALESCE(sum(record.value), 0)"), NOTHING, count, none
    median, percentile = (
        SQL("percentile_cont(%s) WITHIN GROUP (ORDER BY record.value)", share) for share in (0.5, 0.9)
    )
    if measure == "duration":
        # Who ended before they began were written down after the fact, and say nothing of a duration.
        forward = SQL("FILTER (WHERE record.value >= 0)")
        backward = SQL("%s FILTER (WHERE record.value < 0)", count)
        return (
            SQL("%s %s", median, forward),
            SQL("%s %s", percentile, forward),
            SQL("%s %s", count, forward),
            backward,
        )
    return SQL("avg(record.value)") if measure == "avg" else median, percentile, count, none


def select_open(
    numbered: Iterable[tuple], bounds: Iterable[tuple], unit: str, rule: WorkingRule | None, records: SQL
) -> SQL:
    """Return the SELECT of :func:`select_figures` where a record without an end is still open.

    A record counts in a window if it began before its end, and was open or ended within it.

    :param records: a SELECT of ``id``, ``began`` and ``ended``, and of the marks of both, ``began_mark`` and
        ``ended_mark``
    """
    periods = []
    for (number, window), (first, last) in zip(numbered, bounds, strict=True):
        # What is open has waited until the window's end; of working days, until its last one is over.
        end = SQL("%s::date", window.date_to - timedelta(days=1)) if rule else SQL("%s", last)
        periods.append(SQL("(%s, %s::timestamp, %s::timestamp, %s)", number, first, last, mark_of(end, rule)))
    durations = SQL(
        """SELECT period.number, record.id, %(days)s AS days,
                  COALESCE(record.ended >= period.date_to, TRUE) AS is_open
             FROM (VALUES %(periods)s) AS period(number, date_from, date_to, mark)
             JOIN (%(records)s) AS record
               ON record.began < period.date_to AND (record.ended IS NULL OR record.ended >= period.date_from)""",
        days=time_between(SQL("record.began_mark"), SQL("LEAST(record.ended_mark, period.mark)"), unit),
        periods=SQL(", ").join(periods),
        records=records,
    )
    return SQL(
        """SELECT number, value, spread, count, left_out, at_least, waiting, oldest, oldest_pair[2]::int, NULL::int,
                  NULL::int
             FROM (%s) AS duration""",
        # Of the pairs, the greatest is that of the record that has been open longest.
        select_durations(durations, {"oldest_pair": SQL("max(ARRAY[days, id]) FILTER (WHERE is_open)")}),
    )


def answer_of(facts: Mapping, value, spread, count, left_out, at_least, waiting, oldest, oldest_id) -> Measurement:
    """Return the answer for one window, of what its row of the statement tells.

    >>> answer_of({"model": "res.partner"}, 4.5, None, 12, 2, False, 0, None, None).facts
    {'model': 'res.partner', 'left_out': 2}
    """
    found = {"left_out": left_out, "oldest": oldest_id}
    return Measurement(
        value,
        count,
        spread=spread,
        at_least=at_least,
        waiting=waiting,
        oldest=oldest,
        facts={**facts, **{name: figure for name, figure in found.items() if figure}},
    )
