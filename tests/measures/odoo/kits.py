"""For `odoo shell`, with `sale_mrp`: sell kits through a year and two companies, and measure order to ship.

Everything is done as people do it: orders are confirmed, transfers validated, backorders made, goods returned, orders
cancelled.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo import Command

from odoo.addons.rollout_kpi.tools.measurement import Window

DAY = timedelta(days=1)
ORDERS = 60
START = date(2025, 3, 1)
# Beside the months in which the orders are shipped: all of it, and a day at whose ends orders are shipped.
MIDNIGHT = date(2026, 2, 10)
PERIODS = [(START + 60 * number * DAY, START + 60 * (number + 1) * DAY) for number in range(5)]
PERIODS += [(START, START + 400 * DAY), (MIDNIGHT, MIDNIGHT + DAY)]
ZONES = ["Asia/Bangkok", "UTC"]

random = Random(19)
main = env.company
other = env["res.company"].create({"name": "Second"})
env.user.company_ids |= other
env["stock.warehouse"].create({"company_id": other.id})
customer = env["res.partner"].create({"name": "Customer"})


def make_kit(name, components):
    kit = env["product.product"].create({"name": name, "type": "consu"})
    env["mrp.bom"].create(
        {
            "product_tmpl_id": kit.product_tmpl_id.id,
            "type": "phantom",
            "company_id": False,
            "bom_line_ids": [
                Command.create({"product_id": product.id, "product_qty": quantity}) for product, quantity in components
            ],
        }
    )
    return kit


top, leg, screw = env["product.product"].create([{"name": name, "type": "consu"} for name in ("Top", "Leg", "Screw")])
frame = make_kit("Frame", [(leg, 4), (screw, 8)])
# A kit in a kit: what is shipped are tops, legs and screws.
desk = make_kit("Desk", [(top, 1), (frame, 1)])


def confirm(moment, company=main, products=None):
    with freeze_time(moment):
        orders = env["sale.order"].with_context(allowed_company_ids=company.ids)
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity})
            for product, quantity in products or [(desk, 2)]
        ]
        order = orders.create({"partner_id": customer.id, "company_id": company.id, "order_line": lines})
        order.action_confirm()
    return order


def deliver(order, moment, share=1.0, products=(top, leg, screw)):
    """Ship a share of some components of what is still to be shipped; the rest is left on a backorder."""
    picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
    with freeze_time(moment):
        for move in picking.move_ids:
            quantity = move.product_uom_qty * share if move.product_id in products else 0
            move.write({"quantity": quantity, "picked": quantity > 0})
        picking.with_context(skip_backorder=True).button_validate()
    return picking


def give_back(picking, moment):
    with freeze_time(moment):
        wizard = env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({"picking_id": picking.id})
        for line in wizard.product_return_moves:
            line.quantity = line.move_id.quantity
        returned = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        for move in returned.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        returned.button_validate()


def sell_a_year():
    """Return what was done, as ``(company, confirmed, first shipped or None)`` of the orders that count."""
    done = []
    for number in range(ORDERS):
        ordered = datetime.combine(START, time()) + 5 * number * DAY + timedelta(minutes=random.randrange(1440))
        first = ordered + timedelta(minutes=random.randrange(60, 15 * 1440))
        kind = number % 10
        company = other if kind == 9 else main
        order = confirm(ordered, company, [(desk, 2), (screw, 5)] if kind == 1 else None)
        if kind == 7:  # cancelled before anything left
            order._action_cancel()
            continue
        if kind == 8:  # cancelled after half of it was shipped
            deliver(order, first, share=0.5)
            order._action_cancel()
            continue
        if kind == 2:  # one of two desks, the other a week later
            deliver(order, first, share=0.5)
            assert order.order_line.qty_delivered == 1, "a kit is not delivered as a kit"
            deliver(order, first + 7 * DAY)
        elif kind == 3:  # the tops first, what they stand on later
            deliver(order, first, products=[top])
            assert order.order_line.qty_delivered == 0, "a kit is not delivered as a kit"
            deliver(order, first + 3 * DAY)
        elif kind == 4:  # the legs are never shipped
            deliver(order, first, products=[top, screw])
        elif kind == 5:  # returned as a whole
            give_back(deliver(order, first), first + 2 * DAY)
        elif kind == 6 and number % 20 == 6:  # nothing shipped yet
            first = None
        else:
            deliver(order, first)
        done.append((company.id, ordered, first))
    return done


def sell_around_midnight():
    """Ship a second before and at the beginning and the end of a day, in each time zone."""
    done = []
    for zone in ZONES:
        for day in (MIDNIGHT, MIDNIGHT + DAY):
            turn = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
            for shipped in (turn - timedelta(seconds=1), turn):
                ordered = shipped - random.randrange(1, 9) * DAY
                deliver(confirm(ordered), shipped)
                done.append((main.id, ordered, shipped))
    return done


def read_moves():
    """Return what Odoo has kept of each order, without the field that is measured."""
    return [
        {
            "company": order.company_id.id,
            "state": order.state,
            "ordered": order.date_order.isoformat(),
            "shipped": [
                move.date.isoformat()
                for move in order.order_line.move_ids
                if move.state == "done" and move.location_dest_id.usage == "customer"
            ],
            "due": any(
                move.state not in ("done", "cancel") and move.location_dest_id.usage == "customer"
                for move in order.order_line.move_ids
            ),
        }
        for order in env["sale.order"].search([])
    ]


done = sell_a_year() + sell_around_midnight()
kpi = env.ref("rollout_kpi_sale_stock.kpi_order_to_ship")
kpi.min_count = 1
windows = [
    Window((company.id, zone, *map(str, period)), kpi.id, company.id, zone, *period)
    for company in (main, other)
    for zone in ZONES
    for period in PERIODS
]
answers = env["rollout.kpi"]._measure(windows)
facts = {
    "main": main.id,
    "done": [(company, ordered.isoformat(), first and first.isoformat()) for company, ordered, first in done],
    "orders": read_moves(),
    "answers": [(key, answer.value, answer.count, answer.spread) for key, answer in answers.items()],
}
env.cr.commit()
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
