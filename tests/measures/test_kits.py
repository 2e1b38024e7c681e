"""Order to ship, where what is sold is a kit and what is shipped are its parts: checked in three ways."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ..support import odoo_script
from ..support.database import BARE, cloned, run_odoo
from .kaplan_meier import figures
from .orders import ORDERS

SCRIPT = Path(__file__).parent / "odoo" / "kits.py"


@pytest.fixture(scope="module")
def sold():
    """A database with kits sold through a year, and what its script tells of them."""
    with cloned(BARE) as database:
        run_odoo("server", f"--database={database.name}", "--init=sale_mrp", "--stop-after-init", "--no-http")
        yield database, odoo_script.run(database.name, SCRIPT)


def _answers(facts):
    for (company, zone, start, end), *found in facts["answers"]:
        yield company, zone, start, end, found


def _figures(pairs, zone, start, end):
    """Median, number and 90th percentile of the days of `pairs`, as they stood at the end of a period of local days.

    :param pairs: `(begun, ended or None)`
    """
    since, until = (
        datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
        for day in (start, end)
    )
    day = timedelta(days=1)
    ended = [(ended - begun) / day for begun, ended in pairs if ended and since <= ended < until]
    waiting = [(until - begun) / day for begun, ended in pairs if begun < until and (not ended or ended >= until)]
    return figures(ended, waiting)


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def _same(found, expected):
    return found == pytest.approx(expected, abs=1e-6)


def test_every_answer_is_what_a_query_by_hand_gives(sold):
    database, facts = sold
    for company, zone, start, end, found in _answers(facts):
        [by_hand] = database.query(ORDERS, subject=company, zone=zone, start=start, end=end)
        assert _same(found, list(by_hand)), (company, zone, start)


def test_every_answer_is_what_odoo_s_records_give(sold):
    _database, facts = sold
    for company, zone, start, end, found in _answers(facts):
        pairs = [
            (datetime.fromisoformat(order["ordered"]), _moment(min(order["shipped"], default=None)))
            for order in facts["orders"]
            if (order["shipped"] or order["due"]) and order["state"] == "sale" and order["company"] == company
        ]
        assert _same(found, _figures(pairs, zone, start, end)), (company, zone, start)


def test_every_answer_is_what_was_done(sold):
    _database, facts = sold
    for company, zone, start, end, found in _answers(facts):
        pairs = [
            (datetime.fromisoformat(ordered), _moment(first))
            for seller, ordered, first in facts["done"]
            if seller == company
        ]
        assert _same(found, _figures(pairs, zone, start, end)), (company, zone, start)


def test_the_year_holds_what_it_should(sold):
    """Each company and time zone has figures of its own, or else nothing is shown above."""
    _database, facts = sold
    whole, midnight = {}, {}
    for company, zone, start, end, found in _answers(facts):
        if (start, end) == ("2025-03-01", "2026-04-05"):
            whole.setdefault(zone, []).append(found[1])
        elif start == "2026-02-10" and company == facts["main"]:
            midnight[zone] = found
    # Of 60 in the year, 6 are the other company's and 12 were cancelled; 8 were shipped about midnight.
    assert whole == dict.fromkeys(("Asia/Bangkok", "UTC"), [60 - 6 - 12 + 8, 6])
    # Each zone's day holds four of these, and not the same; and three that are never shipped.
    assert all(found[1] >= 4 + 3 for found in midnight.values())
    assert midnight["Asia/Bangkok"] != midnight["UTC"]
