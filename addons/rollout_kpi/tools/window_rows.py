"""The windows of a KPI source as rows of an SQL statement."""

from collections.abc import Callable, Iterable

from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.week import day_start_utc

from .measurement import Window


def window_rows(numbered: Iterable[tuple[int, Window]], ids_of: Callable) -> SQL:
    """Return what stands behind ``VALUES``: number, ids, first moment and the one after the last, in UTC.

    :param numbered: ``(number, window)``; at least one
    :param ids_of: ``window -> ids`` of those whose records count, such as its company
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
