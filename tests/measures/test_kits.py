"""Order to ship, where what is sold is a kit and what is shipped are its parts: checked in three ways."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import pytest

from ..support import odoo_script
from ..support.database import BARE, cloned, run_odoo

SCRIPT = Path(__file__).parent / "odoo" / "kits.py"
# From the parts' own moves, of which nothing in the addons knows.
BY_HAND = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
           count(*),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
      FROM (
          SELECT EXTRACT(EPOCH FROM min(move.date) - so.date_order)::float8 / 86400 AS days,
                 (min(move.date) AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS day
            FROM sale_order so
            JOIN sale_order_line line ON line.order_id = so.id
            JOIN stock_move move ON move.sale_line_id = line.id AND move.state = 'done'
            JOIN stock_location place ON place.id = move.location_dest_id AND place.usage = 'customer'
           WHERE so.state = 'sale' AND so.company_id = %s
        GROUP BY so.id
      ) shipped
     WHERE day >= %s::date AND day < %s::date"""


@pytest.fixture(scope="module")
def sold():
    """A database with kits sold through a year, and what its script tells of them."""
    with cloned(BARE) as database:
        run_odoo("server", f"--database={database.name}", "--init=sale_mrp", "--stop-after-init", "--no-http")
        yield database, odoo_script.run(database.name, SCRIPT)


def _answers(facts):
    for (company, zone, start, end), *figures in facts["answers"]:
        yield company, zone, start, end, figures


def _figures(pairs, zone, start, end):
    """Median, number and 90th percentile of the days of `pairs` that ended from one local day to before another."""
    days = []
    for begun, ended in pairs:
        if start <= str(ended.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()) < end:
            days.append((ended - begun) / timedelta(days=1))
    if len(days) < 2:
        return [*(days or [None]), len(days), *(days or [None])]
    return [median(days), len(days), quantiles(days, n=10, method="inclusive")[-1]]


def _same(found, expected):
    return found == pytest.approx(expected, abs=1e-6)


def test_every_answer_is_what_a_query_by_hand_gives(sold):
    database, facts = sold
    for company, zone, start, end, figures in _answers(facts):
        [by_hand] = database.query(BY_HAND, zone, company, start, end)
        assert _same(figures, list(by_hand)), (company, zone, start)


def test_every_answer_is_what_odoo_s_records_give(sold):
    _database, facts = sold
    for company, zone, start, end, figures in _answers(facts):
        pairs = [
            (datetime.fromisoformat(order["ordered"]), datetime.fromisoformat(min(order["shipped"])))
            for order in facts["orders"]
            if order["shipped"] and order["state"] == "sale" and order["company"] == company
        ]
        assert _same(figures, _figures(pairs, zone, start, end)), (company, zone, start)


def test_every_answer_is_what_was_done(sold):
    _database, facts = sold
    for company, zone, start, end, figures in _answers(facts):
        pairs = [
            (datetime.fromisoformat(ordered), datetime.fromisoformat(first))
            for seller, ordered, first in facts["done"]
            if seller == company
        ]
        assert _same(figures, _figures(pairs, zone, start, end)), (company, zone, start)


def test_the_year_holds_what_it_should(sold):
    """Each company and time zone has figures of its own, or else nothing is shown above."""
    _database, facts = sold
    whole, midnight = {}, {}
    for _company, zone, start, end, figures in _answers(facts):
        if (start, end) == ("2025-03-01", "2026-04-05"):
            whole.setdefault(zone, []).append(figures[1])
        elif start == "2026-02-10" and figures[1]:
            midnight[zone] = figures
    # Of 60 in the year, 6 are the other company's, 12 were cancelled and 3 not shipped; 8 were shipped about midnight.
    assert whole == dict.fromkeys(("Asia/Bangkok", "UTC"), [60 - 6 - 12 - 3 + 8, 6])
    # Each zone's day holds four of these, and not the same.
    assert [figures[1] for figures in midnight.values()] == [4, 4]
    assert midnight["Asia/Bangkok"] != midnight["UTC"]
