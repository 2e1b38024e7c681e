"""For `odoo shell`: KPIs measured over ever more sales orders, beside the same in SQL by hand.

By hand means the shortest statement that gives the same figures: median, 90th percentile, number of orders and of those
left out. The way of a KPI module that keeps one typed statement per KPI is imitated here and not installed: each
statement is read from its record, checked, run alone, and its value kept as a record.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from datetime import date, datetime, timedelta
from math import isclose
from pathlib import Path

from odoo.tools.safe_eval import safe_eval

from odoo.addons.rollout_kpi.tools.measurement import Window, windows_before

from tests.bench import log_filler

SIZES = [1_000, 10_000, 100_000, 1_000_000]
ROUNDS = 5
TODAY = date(2026, 6, 1)
# Orders are spread over so many days.
DAYS = 1_080
PERIODS = {"month": (TODAY - timedelta(days=30), TODAY), "all": (TODAY - timedelta(days=DAYS + 60), TODAY)}
# As many KPIs at once: each of the last months.
MONTHS = windows_before(TODAY, 30, 12)
company = env.company
admin = env.ref("base.user_admin")
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
partner = env["res.partner"].create({"name": "Customer"})
pattern = env["sale.order"].create({"partner_id": partner.id, "warehouse_id": warehouse.id})
kpis = env["rollout.kpi"].with_user(admin)
KPIS = {
    "order_to_ship": kpis.create({"name": "Order to ship", "unit": "days", "source": "order_to_ship", "min_count": 1}),
    "records": kpis.create(
        {
            "name": "Order to ship, as records",
            "unit": "days",
            "source": "records",
            "min_count": 1,
            "record_model": "sale.order",
            "record_domain": "[('state', '=', 'sale')]",
            "date_field": "effective_date",
            "measure": "duration",
            "start_field": "date_order",
            "end_field": "effective_date",
        }
    ),
}
env.cr.commit()


def fill(count, already):
    """Add orders up to ``count``: shipped a while later, a few of them never, cancelled, or written down too late."""
    env.cr.execute(
        "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_name = 'sale_order'"
        " AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'state', 'date_order', 'effective_date')"
    )
    names = ", ".join(name for [name] in env.cr.fetchall())
    definitions = log_filler.drop_indexes(env.cr, "sale_order")
    env.cr.execute(
        f"""INSERT INTO sale_order ({names}, state, date_order, effective_date)
            SELECT {names}, CASE WHEN number %% 12 = 0 THEN 'cancel' ELSE 'sale' END, ordered,
                   CASE WHEN number %% 20 != 0
                        THEN ordered + (((hashint4(number) & 4095) - 40) / 300.0) * interval '1 day' END
              FROM sale_order,
                   generate_series(%s, %s) AS number,
                   LATERAL (SELECT %s::timestamp - (number::bigint * 7919 %% ({DAYS} * 1440)) * interval '1 minute'
                               AS ordered) AS moment
             WHERE sale_order.id = %s""",
        [already + 1, count, datetime(2026, 6, 1), pattern.id],
    )
    for definition in definitions:
        env.cr.execute(definition)
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE sale_order")
    env.cr._cnx.autocommit = False
    env.cr.commit()


BY_HAND = """
    SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY days) FILTER (WHERE days >= 0),
           count(*) FILTER (WHERE days >= 0), count(*) FILTER (WHERE days < 0)
      FROM (SELECT EXTRACT(EPOCH FROM effective_date - date_order)::float8 / 86400 AS days
              FROM sale_order
             WHERE company_id = %s AND state = 'sale' AND effective_date >= %s AND effective_date < %s) AS shipped"""


def by_hand(period):
    env.cr.execute(BY_HAND, [company.id, *period])
    [(percentiles, count, _left_out)] = env.cr.fetchall()
    return (*(percentiles or (None, None)), count)


def ours(name, periods):
    windows = [Window(number, KPIS[name].id, company.id, "UTC", *period) for number, period in enumerate(periods)]
    answers = env["rollout.kpi"]._measure(windows)
    return [(answer.value, answer.spread, answer.count) for _number, answer in sorted(answers.items())]


# One typed statement for each of twelve KPIs, kept in the database as such a module keeps it.
statements = env["ir.config_parameter"].create(
    [
        {
            "key": f"bench.statement.{number}",
            "value": f"""SELECT count(*) AS count,
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY EXTRACT(EPOCH FROM effective_date - date_order)::float8 / 86400) AS value
              FROM sale_order WHERE company_id = {company.id} AND state = 'sale' AND effective_date >= date_order
               AND effective_date >= '{start}' AND effective_date < '{end}'""",
        }
        for number, (start, end) in enumerate(MONTHS)
    ]
)
env.cr.commit()


def one_by_one():
    """Run the typed statements as such a module's hourly scheduled action does."""
    values = []
    for statement in env["ir.config_parameter"].browse(statements.ids):
        text = statement.value
        if not text.lstrip().upper().startswith("SELECT"):
            raise AssertionError("no statement")
        env.cr.execute(text)
        [row] = env.cr.dictfetchall()
        thresholds = [("good", 0, 3), ("warning", 3, 8), ("bad", 8, 99)]
        colour = next(n for n, low, high in thresholds if safe_eval(f"{low} <= {row['value'] or 0} < {high}"))
        kept = {
            "name": colour,
            "type": "server",
            "message": str(row["value"]),
            "path": "kpi",
            "func": "kpi",
            "line": "1",
        }
        env["ir.logging"].create(kept).flush_recordset()
        values.append((row["value"], row["count"]))
    return values


def clock(call, *arguments):
    env.invalidate_all()
    start = time.perf_counter()
    result = call(*arguments)
    return time.perf_counter() - start, result


def same(some, others):
    return all(one == other or isclose(one, other, rel_tol=1e-9) for one, other in zip(some, others, strict=True))


facts = {"sizes": SIZES, "by_hand": [], "ours": [], "together": [], "one_by_one": [], "generation": []}
already = 0
for size in SIZES:
    start = time.perf_counter()
    fill(size, already)
    facts["generation"].append(time.perf_counter() - start)
    already = size
    hand = {period: [] for period in PERIODS}
    own = {name: {period: [] for period in PERIODS} for name in KPIS}
    together, alone = [], []
    for number in range(ROUNDS + 1):
        kept = number > 0  # the first round warms up
        for period, bounds in PERIODS.items():
            seconds, expected = clock(by_hand, bounds)
            if kept:
                hand[period].append(seconds)
            for name in KPIS:
                seconds, [found] = clock(ours, name, [bounds])
                if not same(found, expected):
                    raise AssertionError(f"{name} over {period} of {size}: {found} instead of {expected}")
                if kept:
                    own[name][period].append(seconds)
        seconds, found = clock(ours, "order_to_ship", MONTHS)
        other_seconds, expected = clock(one_by_one)
        for (value, _spread, count), other in zip(found, expected, strict=True):
            if count and not same((value, count), other):
                raise AssertionError(f"{found} instead of {expected}")
        if kept:
            together.append(seconds)
            alone.append(other_seconds)
        env.cr.rollback()
    facts["by_hand"].append(hand)
    facts["ours"].append(own)
    facts["together"].append(together)
    facts["one_by_one"].append(alone)
Path(os.environ["BENCH_FACTS"]).write_text(json.dumps(facts))
