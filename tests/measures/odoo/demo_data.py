"""For `odoo shell`: on core's demo data, what the bridges measure; and on our own, the weekly form.

Core's demo data holds orders, stock, books and companies, but nobody has shipped an order there, counted anything
exactly, or locked a month. That is done here, as people do it.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.addons.rollout_kpi.tools.measurement import Window

DAY = timedelta(days=1)
ZONES = ["Asia/Bangkok", "America/Los_Angeles"]
TODAY = date.today()
random = Random(19)
main = env.ref("base.main_company")
other = env.ref("stock.res_company_1")
env.user.company_ids |= main | other


def first_of_month(back):
    return TODAY.replace(day=1) - relativedelta(months=back)


def ship_orders():
    """Sell what core's orders hold once more, and deliver it: as a whole, in parts, taken back, cancelled, not at all.

    Core confirms most of its own before Inventory is there, so that they have no transfers.
    """
    orders = env["sale.order"].search([("company_id", "=", main.id)], order="id")
    for number, pattern in enumerate(orders):
        ordered = datetime.combine(TODAY - 50 * DAY, time()) + timedelta(minutes=random.randrange(40 * 1440))
        shipped = ordered + timedelta(minutes=random.randrange(60, 20 * 1440))
        with freeze_time(ordered):
            order = pattern.copy()
            order.action_confirm()
        moves = order.picking_ids.move_ids.filtered(lambda move: move.product_id.tracking == "none")
        if not moves or number % 8 == 5:
            continue
        with freeze_time(shipped):
            for move in moves:
                move.write({"quantity": move.product_uom_qty * (0.5 if number % 8 == 1 else 1), "picked": True})
            picking = moves.picking_id
            picking.with_context(skip_backorder=True).button_validate()
        if number % 8 == 2:
            with freeze_time(shipped + DAY):
                wizard = env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
                wizard = wizard.create({"picking_id": picking.id})
                wizard.product_return_moves[:1].quantity = 1
                returned = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
                returned.move_ids.write({"quantity": 1, "picked": True})
                returned.button_validate()
        elif number % 8 == 3:
            order._action_cancel()
        elif number % 8 == 4:  # written down after the fact
            order.date_order = shipped + DAY


def count_stock():
    """Count core's stock, every third quantity exactly, at any hour; take some of it back, and put some elsewhere."""
    quants = env["stock.quant"].search([("location_id.usage", "=", "internal"), ("quantity", ">", 0)], order="id")
    for number, quant in enumerate(quants):
        moment = datetime.combine(TODAY - 60 * DAY, time()) + timedelta(minutes=random.randrange(50 * 1440))
        with freeze_time(moment):
            counter = quant.with_context(inventory_mode=True, allowed_company_ids=quant.company_id.ids)
            counter.inventory_quantity = quant.quantity + (0 if number % 3 == 0 else random.choice([-1, 2]))
            counter.action_apply_inventory()
            if number % 10 == 1:
                line = env["stock.move.line"].search([("is_inventory", "=", True)], order="id desc", limit=1)
                line.action_revert_inventory()
            if number % 10 == 2:
                shelf = env["stock.location"].create(
                    {"name": "Shelf", "location_id": quant.location_id.id, "company_id": quant.company_id.id}
                )
                quant.move_quants(location_dest_id=shelf)


def lock_months():
    """Lock a year of months in two companies: late, several at once, by either lock, undone and done again.

    Each in a transaction of its own, so that Odoo's own tracking keeps them apart.
    """
    for company in (main, other):
        since = first_of_month(14)
        # Off are the second and third of a month, or else the first days after a weekend; in UTC, as Odoo keeps them.
        off = first_of_month(11) + DAY
        off += (7 - off.weekday()) % 7 * DAY if off.weekday() >= 4 else 0 * DAY
        env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": company.resource_calendar_id.id,
                "date_from": datetime.combine(off, time()),
                "date_to": datetime.combine(off + DAY, time(20)),
            }
        )
        name = "fiscalyear_lock_date"
        for number in range(12):
            until = since + relativedelta(months=number + 1) - DAY
            at = datetime.combine(until + DAY, time()) + timedelta(minutes=random.randrange(10 * 1440))
            if number == 4:  # the next one closes two months
                continue
            if number == 6:  # not all of the books: it closes nothing
                change(company, at, "sale_lock_date", until)
                at += 2 * DAY
            if number == 8:  # before the month is over, which closes nothing
                change(company, at - 15 * DAY, name, until)
                continue
            change(company, at, name, until)
            if number == 3:  # opened again, and locked again
                change(company, at + 2 * DAY, name, until - 40 * DAY)
                change(company, at + 4 * DAY, name, until)
            if number == 9 and company == other:
                name = "hard_lock_date"


def change(company, moment, name, value):
    with freeze_time(moment):
        company.write({name: value})
        env.cr.commit()


def measure(name, kpi, windows):
    kpi.min_count = 1
    answers = env["rollout.kpi"]._measure(windows)
    facts[name] = [(key, answer.value, answer.count, answer.spread) for key, answer in answers.items()]
    failed = [answer.error for answer in answers.values() if answer.error]
    assert not failed, failed


def windows_of(kpi, periods, companies=(main, other)):
    return [
        Window((company.id, zone, *map(str, period)), kpi.id, company.id, zone, *period)
        for company in companies
        for zone in ZONES
        for period in periods
    ]


facts = {}
ship_orders()
count_stock()
env.cr.commit()
lock_months()
env.cr.commit()
env.invalidate_all()

weeks = [(TODAY - 7 * (number + 1) * DAY, TODAY - 7 * number * DAY) for number in range(-4, 10)]
days = [(TODAY - (number + 1) * DAY, TODAY - number * DAY) for number in range(8, 60)]
months = [(first_of_month(number + 1), first_of_month(number)) for number in range(16)]
whole = [(TODAY - 600 * DAY, TODAY + 60 * DAY)]
for name, kpi, periods in (
    ("orders", env.ref("rollout_kpi_sale_stock.kpi_order_to_ship"), weeks + whole),
    ("counts", env.ref("rollout_kpi_stock.kpi_count_accuracy"), days + weeks + whole),
    ("closes", env.ref("rollout_kpi_account.kpi_month_end_close"), months + whole),
):
    measure(name, kpi, windows_of(kpi, periods))

hours = env.ref("rollout_kpi_feedback.kpi_manual_hours")
phases = env["rollout.phase"].search([])
measure(
    "hours",
    hours,
    [
        Window(
            (phase.id, zone, *map(str, period)),
            hours.id,
            phase.program_id.company_id.id,
            zone,
            *period,
            phase_id=phase.id,
        )
        for phase in phases
        for zone in ZONES
        for period in weeks + whole
    ],
)
env.cr.commit()
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
