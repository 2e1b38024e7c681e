"""For `odoo shell`: KPIs measured over ever more sales orders, beside the same in SQL by hand.

By hand means the shortest statement that gives the same figures: median, 90th percentile, number of orders and of those
left out. And beside OCA's addon `kpi`, which keeps one typed statement per KPI, that gives one value.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from datetime import date, datetime, timedelta
from math import isclose
from pathlib import Path

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


ranges = env["kpi.threshold.range"].create(
    [
        {"name": name, "min_type": "static", "max_type": "static", "min_fixed_value": low, "max_fixed_value": high}
        for name, low, high in [("Good", 0, 3), ("Warning", 3, 8), ("Bad", 8, 99)]
    ]
)
threshold = env["kpi.threshold"].create({"name": "Days", "range_ids": [(6, 0, ranges.ids)]})
category = env["kpi.category"].create({"name": "Sales"})
oca_kpis = env["kpi"].create(
    [
        {
            "name": f"Order to ship of {start}",
            "category_id": category.id,
            "threshold_id": threshold.id,
            "kpi_type": "local",
            "kpi_code": f"""SELECT percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY EXTRACT(EPOCH FROM effective_date - date_order)::float8 / 86400) AS value
              FROM sale_order WHERE company_id = {company.id} AND state = 'sale' AND effective_date >= date_order
               AND effective_date >= '{start}' AND effective_date < '{end}'""",
        }
        for start, end in [*MONTHS, PERIODS["all"]]
    ]
)
env.cr.commit()


def oca(kpis):
    """What its hourly action does for each KPI, but for the writing down of the value."""
    return [kpi._get_kpi_value()["value"] for kpi in kpis]


def clock(call, *arguments):
    env.invalidate_all()
    start = time.perf_counter()
    result = call(*arguments)
    return time.perf_counter() - start, result


def same(some, others):
    return all(one == other or isclose(one, other, rel_tol=1e-9) for one, other in zip(some, others, strict=True))


facts = {"sizes": SIZES, "by_hand": [], "ours": [], "together": [], "oca": [], "generation": []}
already = 0
for size in SIZES:
    start = time.perf_counter()
    fill(size, already)
    facts["generation"].append(time.perf_counter() - start)
    already = size
    hand = {period: [] for period in PERIODS}
    own = {name: {period: [] for period in PERIODS} for name in KPIS}
    together, others = [], {"months": [], "all": []}
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
        months_seconds, expected = clock(oca, oca_kpis[:-1])
        all_seconds, _value = clock(oca, oca_kpis[-1])
        values = [value for value, _spread, _count in found]
        if not same(values, expected):
            raise AssertionError(f"{values} instead of {expected}")
        if kept:
            together.append(seconds)
            others["months"].append(months_seconds)
            others["all"].append(all_seconds)
        env.cr.rollback()
    facts["by_hand"].append(hand)
    facts["ours"].append(own)
    facts["together"].append(together)
    facts["oca"].append(others)
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
