"""For `odoo shell`: KPIs measured over ever more sales orders, beside the same in SQL by hand.

By hand means a statement for one company that gives the same figures: the Kaplan-Meier median and 90th percentile, the
number of orders and of those that wait, the oldest of these, and how many were left out why. And beside OCA's addon
`kpi`, which keeps one typed statement per KPI, that gives one value.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from datetime import date, timedelta
from math import isclose
from pathlib import Path

from odoo import Command

from odoo.addons.rollout_kpi.tools.measurement import Window, windows_before

from bench import log_filler

SIZES = [1_000, 10_000, 100_000, 1_000_000]
ROUNDS = 5
TODAY = date(2026, 6, 1)
GO_LIVE = date(2026, 3, 2)
# Orders are spread over so many days.
DAYS = 1_080
PERIODS = {"month": (TODAY - timedelta(days=30), TODAY), "all": (TODAY - timedelta(days=DAYS + 60), TODAY)}
# As many KPIs at once: each of the last months.
MONTHS = windows_before(TODAY, 30, 12)
# What a verdict is made of: each of the last weeks, and the reading itself.
POINTS = [*windows_before(TODAY, 7, 20), PERIODS["month"]]
RUNS = {"month": [PERIODS["month"]], "all": [PERIODS["all"]], "points": POINTS}
company = env.company
admin = env.ref("base.user_admin")
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
partner = env["res.partner"].create({"name": "Customer"})
product = env["product.product"].create({"name": "Chair", "type": "consu"})
# What all orders, transfers and moves are copies of.
pattern = env["sale.order"].create(
    {
        "partner_id": partner.id,
        "warehouse_id": warehouse.id,
        "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 1})],
    }
)
pattern.action_confirm()
# On that day, some of the orders were loaded from the system before.
program = env["rollout.program"].create({"name": "Launch"})
phase = env["rollout.phase"].create(
    {"program_id": program.id, "department_id": env["hr.department"].create({"name": "Sales"}).id}
)
phase.sudo().go_live_date = GO_LIVE
transfer = pattern.picking_ids
PATTERNS = {"sale_order": pattern.id, "stock_picking": transfer.id, "stock_move": transfer.move_ids.id}
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
            "measure": "duration",
            "start_field": "date_order",
            "end_field": "effective_date",
        }
    ),
}
env.cr.commit()


def fill(count, already):
    """Add orders up to ``count``: shipped a while later, a few never, cancelled, loaded, or written down too late.

    Each has a transfer with one move; some of those that weren't shipped still wait for it.
    """
    definitions = [each for table in PATTERNS for each in log_filler.drop_indexes(env.cr, table)]
    for table, own, source in (
        (
            "sale_order",
            {
                "state": "CASE WHEN number % 12 = 0 THEN 'cancel' ELSE 'sale' END",
                "date_order": "ordered",
                "effective_date": "CASE WHEN number % 20 != 0"
                " THEN ordered + (((hashint4(number) & 4095) - 40) / 300.0) * interval '1 day' END",
                "create_date": f"CASE WHEN number % 60 = 7 AND ordered < '{GO_LIVE}'"
                f" THEN timestamp '{GO_LIVE} 09:00' ELSE ordered END",
            },
            f"""generate_series({already + 1}, {count}) AS number,
                LATERAL (SELECT timestamp '{TODAY}' - (number::bigint * 7919 % ({DAYS} * 1440)) * interval '1 minute'
                                AS ordered) AS moment""",
        ),
        (
            "stock_picking",
            {
                "sale_id": "sale.id",
                "name": "'T' || sale.id",
                "state": "CASE WHEN sale.state = 'cancel' THEN 'cancel' WHEN effective_date IS NOT NULL THEN 'done'"
                " WHEN sale.id / 20 % 40 = 0 THEN 'assigned' ELSE 'cancel' END",
            },
            f"(SELECT id, state, effective_date FROM sale_order WHERE id > {newest('sale_order')}) AS sale",
        ),
        (
            "stock_move",
            {"picking_id": "picking.id", "state": "picking.state"},
            f"(SELECT id, state FROM stock_picking WHERE id > {newest('stock_picking')}) AS picking",
        ),
    ):
        multiply(table, own, source)
    for definition in definitions:
        env.cr.execute(definition)
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in PATTERNS:
        env.cr.execute(f"VACUUM ANALYZE {table}")
    env.cr._cnx.autocommit = False
    env.cr.commit()


def newest(table):
    env.cr.execute(f"SELECT max(id) FROM {table}")
    return env.cr.fetchone()[0]


def multiply(table, own, source):
    """Copy the pattern's row of a table once for each row of ``source``, but for the columns that are its ``own``."""
    env.cr.execute(
        "SELECT quote_ident(column_name) FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' AND column_name != ALL(%s)",
        [table, ["id", *own]],
    )
    copied = [name for [name] in env.cr.fetchall()]
    names, values = ", ".join([*copied, *own]), ", ".join([*(f"pattern.{name}" for name in copied), *own.values()])
    env.cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS pattern, {source}"
        f" WHERE pattern.id = {PATTERNS[table]}"
    )


# The curve of what is left, of a table `counted`, and what it tells.
CURVE = """
    ), course AS (
        SELECT *, count(days) OVER (PARTITION BY number) + 1 - row_number() OVER course AS still
          FROM counted
        WINDOW course AS (PARTITION BY number ORDER BY days, ended DESC)
    ), curve AS (
        SELECT *, sum(CASE WHEN ended THEN ln((still - 1 + 1e-300) / still::float8) ELSE 0 END) OVER (
                      PARTITION BY number ORDER BY days, ended DESC ROWS UNBOUNDED PRECEDING) AS log_left
          FROM course
    ), figures AS (
        SELECT number,
               min(days) FILTER (WHERE ended AND log_left < ln(0.5) + 1e-9) AS half_from,
               min(days) FILTER (WHERE ended AND log_left < ln(0.5) - 1e-9) AS half_until,
               min(days) FILTER (WHERE ended AND log_left < ln(0.1) + 1e-9) AS tenth_from,
               min(days) FILTER (WHERE ended AND log_left < ln(0.1) - 1e-9) AS tenth_until,
               GREATEST(percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE days >= 0 AND NOT ended),
                        max(days) FILTER (WHERE ended)) AS at_least,
               count(*) FILTER (WHERE days >= 0) AS count,
               count(*) FILTER (WHERE days >= 0 AND NOT ended) AS waiting,
               max(ARRAY[days, id]) FILTER (WHERE days >= 0 AND NOT ended) AS oldest,
               count(*) FILTER (WHERE days < 0) AS early,
               count(*) FILTER (WHERE days IS NULL) AS loaded
          FROM curve
      GROUP BY number
    )
    SELECT COALESCE((half_from + half_until) / 2, half_from, at_least) AS median,
           COALESCE((tenth_from + tenth_until) / 2, tenth_from) AS spread, count, waiting, oldest[1]"""
# For one company, whose only go-live is known.
ORDERS_BY_HAND = f"""
    WITH counted AS (
        SELECT number, id,
               NOT loaded AND COALESCE(effective_date >= date_order AND effective_date < until, FALSE) AS ended,
               CASE WHEN NOT loaded
                    THEN date_part('epoch', LEAST(effective_date, until) - date_order) / 86400 END AS days
          FROM (SELECT *, create_date >= '{GO_LIVE}' AND create_date < '{GO_LIVE + timedelta(days=1)}'
                          AND (date_order < '{GO_LIVE}'
                               OR id IN (SELECT res_id FROM ir_model_data
                                          WHERE model = 'sale.order' AND module = '__import__')) AS loaded
                  FROM sale_order
                 WHERE company_id = {company.id} AND state = 'sale' AND date_order < '{{last}}'
                   AND (effective_date >= '{{first}}'
                        OR effective_date IS NULL AND id IN (
                               SELECT sale_id FROM stock_picking
                                WHERE state IN ('draft', 'waiting', 'confirmed', 'assigned')))) AS sale,
               (VALUES {{periods}}) AS period(number, since, until)
         WHERE date_order < until AND (effective_date >= since OR effective_date IS NULL)
        OFFSET 0{CURVE}, name, early, loaded
      FROM figures LEFT JOIN sale_order ON id = oldest[2]::int
  ORDER BY number"""
# The same dates of any order, whatever is to be delivered.
RECORDS_BY_HAND = f"""
    WITH counted AS (
        SELECT number, id, COALESCE(effective_date >= date_order AND effective_date < until, FALSE) AS ended,
               date_part('epoch', LEAST(effective_date, until) - date_order) / 86400 AS days
          FROM sale_order, (VALUES {{periods}}) AS period(number, since, until)
         WHERE company_id = {company.id} AND state = 'sale' AND date_order < '{{last}}'
           AND (effective_date >= '{{first}}' OR effective_date IS NULL)
           AND date_order < until AND (effective_date >= since OR effective_date IS NULL)
        OFFSET 0{CURVE}
      FROM figures
  ORDER BY number"""
BY_HAND = {"order_to_ship": ORDERS_BY_HAND, "records": RECORDS_BY_HAND}


def write_by_hand(name, periods):
    rows = [f"({number}, timestamp '{start}', timestamp '{end}')" for number, (start, end) in enumerate(periods)]
    first, last = min(start for start, _end in periods), max(end for _start, end in periods)
    return BY_HAND[name].format(periods=", ".join(rows), first=first, last=last)


def by_hand(name, periods):
    env.cr.execute(write_by_hand(name, periods))
    return env.cr.fetchall()


def ours(name, periods):
    windows = [Window(number, KPIS[name].id, company.id, "UTC", *period) for number, period in enumerate(periods)]
    answers = env["rollout.kpi"]._measure(windows)
    return [FIGURES[name](answer) for _number, answer in sorted(answers.items())]


FIGURES = {
    "order_to_ship": lambda answer: (
        *(answer.value, answer.spread, answer.count, answer.waiting, answer.oldest),
        *(answer.facts[name] for name in ("oldest", "early", "loaded")),
    ),
    "records": lambda answer: (answer.value, answer.spread, answer.count, answer.waiting, answer.oldest),
}


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
            "name": f"Order to ship from {period[0]}",
            "category_id": category.id,
            "threshold_id": threshold.id,
            "kpi_type": "local",
            "kpi_code": f"SELECT median AS value FROM ({write_by_hand('order_to_ship', [period])}) AS figures",
        }
        for period in [*MONTHS, PERIODS["all"]]
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
    def alike(one, other):
        return one == other or (isinstance(one, float) and isclose(one, other, rel_tol=1e-9))

    return len(some) == len(others) and all(
        alike(one, other)
        for row, expected in zip(some, others, strict=True)
        for one, other in zip(row, expected, strict=True)
    )


facts = {"sizes": SIZES, "by_hand": [], "ours": [], "together": [], "oca": [], "generation": []}
already = 0
for size in SIZES:
    start = time.perf_counter()
    fill(size, already)
    facts["generation"].append(time.perf_counter() - start)
    already = size
    own, hand = ({name: {run: [] for run in RUNS} for name in KPIS} for _number in range(2))
    together, others = [], {"months": [], "all": []}
    for number in range(ROUNDS + 1):
        kept = number > 0  # the first round warms up
        for name in KPIS:
            for run, periods in RUNS.items():
                seconds, expected = clock(by_hand, name, periods)
                own_seconds, found = clock(ours, name, periods)
                if not same(found, expected):
                    raise AssertionError(f"{name} over {run} of {size}: {found} instead of {expected}")
                if kept:
                    hand[name][run].append(seconds)
                    own[name][run].append(own_seconds)
        seconds, found = clock(ours, "order_to_ship", MONTHS)
        months_seconds, expected = clock(oca, oca_kpis[:-1])
        all_seconds, _value = clock(oca, oca_kpis[-1])
        if not same([row[:1] for row in found], [[value] for value in expected]):
            raise AssertionError(f"{found} instead of {expected}")
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
