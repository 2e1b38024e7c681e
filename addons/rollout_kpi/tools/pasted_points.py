"""Old figures as somebody pastes them out of a spreadsheet, without the ORM."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo.addons.rollout_base.tools.meant_year import known_years
from odoo.addons.rollout_base.tools.week import week_monday

from .points import MONTH, windows_until

# Nobody compares with what was longer ago.
OLDEST = timedelta(days=10 * 366)
# A larger number is a slip of the finger, and no point could hold it.
MOST = 10**12

NO_NUMBER, NO_DATE, NO_YEAR = "no_number", "no_date", "no_year"
TOO_LATE, TOO_OLD, TWICE = "too_late", "too_old", "twice"


class Line(NamedTuple):
    """One line of what was pasted.

    :param number: of the line, the first is 1
    :param start: the first day of its week or month; with ``end``, the day after the last one
    :param problem: a code of what keeps it from being a point, or None
    """

    number: int
    text: str
    value: float | None = None
    start: date | None = None
    end: date | None = None
    problem: str | None = None


class Writing(NamedTuple):
    """How somebody writes numbers and days.

    :param date_format: as ``strptime`` knows it
    """

    decimal: str = "."
    thousands: str = ","
    date_format: str = "%m/%d/%Y"

    def read_number(self, text: str) -> float | None:
        """Return the number that ``text`` is, or None.

        >>> german = Writing(",", ".")
        >>> Writing().read_number("1,234.5"), german.read_number("1.234,5"), german.read_number("4.5")
        (1234.5, 1234.5, 4.5)
        >>> [Writing().read_number(text) for text in ("4,5", "about 4", "nan", "1e9", "๔", "", "9" * 13, "9" * 400)]
        [None, None, None, None, None, None, None, None]
        """
        point, comma = re.escape(self.decimal), re.escape(self.thousands)
        if comma and re.fullmatch(rf"[-+]?\d{{1,3}}({comma}\d{{3}})+({point}\d+)?", text):
            text = text.replace(self.thousands, "")
        if re.fullmatch(rf"[-+]?\d+{point}\d+", text):
            text = text.replace(self.decimal, ".")
        if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text, re.ASCII):
            return None
        number = float(text)
        return number if abs(number) <= MOST else None

    def read_day(self, text: str) -> date | None:
        """Return the day that ``text`` is, or the first one of the month or ISO week that it is, or None.

        >>> [str(Writing().read_day(text)) for text in ("2026-03-09", "03/09/2026", "2026-03", "2026-W11")]
        ['2026-03-09', '2026-03-09', '2026-03-01', '2026-03-09']
        >>> Writing().read_day("31/12/2026"), Writing().read_day("2026-W60"), Writing().read_day("soon")
        (None, None, None)
        """
        try:
            if re.fullmatch(r"\d{4}-W\d{2}", text, re.ASCII):
                return week_monday(text)
        except ValueError:
            return None
        for known in ("%Y-%m-%d", "%Y-%m", self.date_format):
            try:
                return datetime.strptime(text, known).date()
            except ValueError:
                continue
        return None


def read_points(
    text: str, period: str, until: date, writing: Writing, taken: Iterable[tuple[date, date]] = ()
) -> list[Line]:
    """Return a line for each line of ``text`` that isn't empty: a value, or a date and a value.

    With dates, each is a day of the month, or the first one of the week, whose value follows it. Without, they are the
    last weeks or months before ``until``, the oldest first.

    :param until: the day after the last one that may count
    :param taken: the days of the points that are there already

    >>> def show(text, period, *more):
    ...     return [
    ...         line.problem or (line.value, str(line.start), str(line.end))
    ...         for line in read_points(text, period, date(2026, 4, 5), Writing(), *more)
    ...     ]
    >>> show("2026-01-31\\t11\\n\\n2026-02;12.5", "month")
    [(11.0, '2026-01-01', '2026-02-01'), (12.5, '2026-02-01', '2026-03-01')]
    >>> show("11\\n12", "week")
    [(11.0, '2026-03-22', '2026-03-29'), (12.0, '2026-03-29', '2026-04-05')]
    >>> show("2569-01 4\\n1998-01 4\\n2026-05 4\\n2016-03-01 4\\n9999-12-31 4", "week")
    ['no_year', 'no_year', 'too_late', 'too_old', 'no_year']
    >>> [show("11\\n" * 100_000, period).count("too_old") for period in ("week", "month")]
    [99478, 99880]
    >>> show("x\\n2026-02-01 4\\n2026-02-03 4\\n12\\nsome day 4", "week")
    ['no_number', (4.0, '2026-02-01', '2026-02-08'), 'twice', 'no_date', 'no_date']
    >>> show("11", "week", [(date(2026, 4, 1), date(2026, 4, 2))])
    ['twice']
    """
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    parted = [(Line(number, line), *_part(line)) for number, line in rows]
    dated = any(day for _line, day, _value in parted)
    if dated:
        starts = [writing.read_day(day) for _line, day, _value in parted]
    else:
        # Those further back than any that may count have none.
        known = windows_until(until, period, min(len(parted), OLDEST.days // 7))
        starts = [None] * (len(parted) - len(known)) + [start for start, _end in known]
    lines, seen = [], [*taken]
    for (line, _day, value), start in zip(parted, starts, strict=True):
        line = line._replace(value=writing.read_number(value), start=start)
        if line.value is None:
            line = line._replace(problem=NO_NUMBER)
        elif not start:
            line = line._replace(problem=NO_DATE if dated else TOO_OLD)
        elif start.year not in known_years(until):
            # Nobody has typed a year where there are no dates.
            line = line._replace(problem=NO_YEAR if dated else TOO_OLD)
        else:
            start, end = window = _window_of(start, period)
            line = line._replace(start=start, end=end, problem=_find_problem(start, end, until, seen))
            seen.append(window)
        lines.append(line)
    return lines


def _part(line):
    """Return date and value of a line; the first is empty where it has a value alone."""
    cells = [cell.strip() for cell in re.split(r"[\t;]", line) if cell.strip()] or [line]
    if len(cells) == 1:
        cells = line.rsplit(maxsplit=1)
    return (cells[0] if len(cells) > 1 else ""), cells[-1]


def _find_problem(start, end, until, seen):
    if end > until:
        return TOO_LATE
    if start < until - OLDEST:
        return TOO_OLD
    return TWICE if any(start < other_end and other < end for other, other_end in seen) else None


def _window_of(day, period):
    if period == MONTH:
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1)
    return day, day + timedelta(days=7)
