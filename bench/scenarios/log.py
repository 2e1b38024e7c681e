"""A log of a million items: its board, its search and its suggestions, beside the same in SQL by hand."""

from statistics import median

from dev.console import say
from tests.support.database import cloned

from .. import odoo_script
from ..table import Ratio, Row

LABELS = {
    "board": "log: board with the first page of each status",
    "search": "log: six searches for a text",
    "suggestions": "log: merge suggestions for four items",
}
# As rates: half as fast as the query by hand is twice its time.
OF_SQL = 0.5


def measure() -> list[Row]:
    with cloned() as database:
        say("Filling a log with a hundred thousand items, then with a million …")
        facts = odoo_script.run(database.name, "log_items")
    made = " and ".join(f"{seconds:.0f} s" for seconds in facts["generation"])
    say(f"Made in {made}, indexes included.")
    return [row for name in LABELS for row in _to_rows(name, facts)]


def _to_rows(name, facts):
    few, many = ([_to_rates(series) for series in measured[name]] for measured in facts["seconds"])
    (few_own, _few_sql), (many_own, many_sql) = few, many
    times = facts["sizes"][1] // facts["sizes"][0]
    return [
        Row(LABELS[name], f"{1000 / median(many_own):.0f} ms", Ratio.of(many_own, many_sql, "SQL"), OF_SQL),
        Row(f"{LABELS[name]}, {times} × the items", "", Ratio.of(many_own, few_own, "fewer items")),
    ]


def _to_rates(seconds):
    return [1 / value for value in seconds]
