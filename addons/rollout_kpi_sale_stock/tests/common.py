from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.addons.rollout_kpi.tests.common import KpiCase
from odoo.addons.rollout_kpi.tools.measurement import Window


class OrderCase(KpiCase):
    """Orders that are confirmed, delivered and returned as people do it, and what the KPI makes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls.order_to_ship = cls.env.ref("rollout_kpi_sale_stock.kpi_order_to_ship")
        cls.product = cls.env["product.product"].create({"name": "Chair", "type": "consu"})
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})

    def _confirm(self, moment, company=None, quantity=2, product=None):
        company = company or self.company
        with freeze_time(moment):
            order = (
                self.env["sale.order"]
                .with_company(company)
                .create(
                    {
                        "partner_id": self.customer.id,
                        "company_id": company.id,
                        "order_line": [
                            (0, 0, {"product_id": (product or self.product).id, "product_uom_qty": quantity})
                        ],
                    }
                )
            )
            order.action_confirm()
        return order

    def _deliver(self, order, moment, quantity=2):
        picking = order.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel") and picking.picking_type_code == "outgoing"
        )
        self._validate(picking, moment, quantity)
        return picking

    def _validate(self, picking, moment, quantity=2):
        with freeze_time(moment):
            picking.move_ids.write({"quantity": quantity, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()

    def _return(self, picking, moment):
        with freeze_time(moment):
            wizard = (
                self.env["stock.return.picking"]
                .with_context(active_id=picking.id, active_model="stock.picking")
                .create({"picking_id": picking.id})
            )
            wizard.product_return_moves.quantity = 1
            returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            returned.move_ids.write({"quantity": 1, "picked": True})
            returned.button_validate()

    def _window(self, key, date_from, date_to, company=None):
        return Window(
            key=key,
            kpi_id=self.order_to_ship.id,
            company_id=(company or self.company).id,
            tz="Asia/Bangkok",
            date_from=date_from,
            date_to=date_to,
        )

    def _measure(self, *windows):
        return self.env["rollout.kpi"]._measure(list(windows))

    def _ship(self, days, ordered=datetime(2026, 1, 10, 3)):
        for number in days:
            self._deliver(self._confirm(ordered), ordered + timedelta(days=number))
