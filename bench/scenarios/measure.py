"""Measuring KPIs over up to a million sales orders, beside the best statement by hand and OCA's `kpi`."""

from math import log
from statistics import median

from dev.console import say
from tests.support.database import cloned, run_odoo

from .. import odoo_script
from ..table import Ratio, Row

SOURCES = {"order_to_ship": "order to ship", "records": "records of a model, median time"}
RUNS = {"month": "30 days", "all": "all orders", "points": "20 weeks and 30 days at once"}
OF_SQL = 1.15
# As powers of the number of records: 1 is linear.
GROWTH = 1.1


def measure() -> list[Row]:
    with cloned() as database:
        say("Installing OCA's addon kpi beside the suite …")
        run_odoo(f"--database={database.name}", "--init=kpi", "--no-http", "--stop-after-init")
        say("Measuring KPIs over a thousand sales orders, then more, up to a million …")
        facts = odoo_script.run(database.name, "measures")
    say(f"Made in {sum(facts['generation']):.0f} s, indexes included.")
    *_fewer, most = range(len(facts["sizes"]))
    rows = []
    for source, label in SOURCES.items():
        for run, span in RUNS.items():
            own, hand = facts["ours"][most][source][run], facts["by_hand"][most][source][run]
            name = f"measure: {label}, {span} of {facts['sizes'][most]:,}"
            rows.append(Row(name, f"{1000 * median(own):.0f} ms", Ratio.of(own, hand, "SQL by hand"), at_most=OF_SQL))
        few, many = facts["ours"][0][source]["all"], facts["ours"][most][source]["all"]
        rows.append(
            Row(f"measure: {label}, growth from a thousand", "", _to_exponent(few, many, facts), at_most=GROWTH)
        )
    oca = facts["oca"][most]
    beside = [("all orders", facts["ours"][most]["order_to_ship"]["all"], oca["all"])]
    beside.append(("12 months at once", facts["together"][most], oca["months"]))
    for span, own, other in beside:
        name = f"measure: order to ship, {span}"
        rows.append(Row(name, f"{1000 * median(own):.0f} ms", Ratio.of(own, other, "OCA kpi's own way")))
    return rows


def _to_exponent(few, many, facts) -> Ratio:
    times = facts["sizes"][-1] / facts["sizes"][0]
    exponents = [log(b / a) / log(times) for a, b in zip(few, many, strict=True)]
    return Ratio(median(exponents), min(exponents), max(exponents), "linear (exponent)")
