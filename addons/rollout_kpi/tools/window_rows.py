"""The windows of a KPI source as rows of an SQL statement."""

from collections.abc import Callable, Iterable

from odoo.tools import SQL

from odoo.addons.rollout_base.tools.week import day_start_utc

from .measurement import Window


def window_rows(numbered: Iterable[tuple[int, Window]], ids_of: Callable) -> SQL:
    """Return what stands behind ``VALUES``: number, ids, first moment and the one after the last, in UTC.

    :param numbered: ``(number, window)``; at least one
    :param ids_of: ``window -> ids`` of those whose records count, such as its company, and whatever else is asked for
    """
    return SQL(", ").join(
        SQL(
            "(%s, %s, %s::timestamp, %s::timestamp)",
            number,
            SQL(", ").join(SQL("%s", id_) for id_ in ids_of(window)),
            day_start_utc(window.date_from, window.tz),
            day_start_utc(window.date_to, window.tz),
        )
        for number, window in numbered
    )


def branch_rows(windows: Iterable[Window]) -> SQL:
    """Return the SELECT of whose records count in each window: those of its company, and of all branches below it.

    A branch is a part of its company, as everywhere in Odoo: whoever opens the company sees its branches' records.

    :return: rows of ``number, company_id, tz, date_from, date_to``: the window's place in the list, one of its
        companies, and its first moment and the one after its last, in UTC
    """
    return SQL(
        """SELECT period.number, branch.id AS company_id, period.tz, period.date_from, period.date_to
             FROM (VALUES %(rows)s) AS period(number, company_id, tz, date_from, date_to)
             JOIN res_company company ON company.id = period.company_id
             JOIN res_company branch ON starts_with(branch.parent_path, company.parent_path)""",
        rows=window_rows(enumerate(windows), lambda window: [window.company_id, window.tz]),
    )
