from datetime import datetime

from freezegun import freeze_time

from odoo.addons.rollout_kpi.tools.measurement import Window
from odoo.addons.rollout_phase.tests.common import RolloutCase


class CountCase(RolloutCase):
    """Counts that are applied when a test says so, and what the KPI makes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env.ref("rollout_kpi_stock.kpi_count_accuracy")
        cls.products = cls.env["product.product"].create(
            [{"name": f"Part {number}", "is_storable": True} for number in range(5)]
        )
        cls.kpi.min_count = 1

    @classmethod
    def _load_stock(cls, company=None):
        """Load each product some time ago, so that what is counted is known."""
        for product in cls.products:
            cls._count(datetime(2024, 12, 1, 3), 10, product, company)

    @classmethod
    def _count(cls, moment, difference, product=None, company=None):
        """Apply a count that finds ``difference`` more than Odoo expects, as the client does."""
        company = company or cls.company
        location = cls.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).lot_stock_id
        product = product or cls.products[0]
        env = cls.env(context={"allowed_company_ids": company.ids, "inventory_mode": True})
        with freeze_time(moment):
            cls.env.cr._now = None
            quant = env["stock.quant"].search([("product_id", "=", product.id), ("location_id", "=", location.id)])
            expected = sum(quant.mapped("quantity"))
            quant = env["stock.quant"].create(
                {
                    "product_id": product.id,
                    "location_id": location.id,
                    "inventory_quantity": expected + difference,
                }
            )
            quant.action_apply_inventory()
        cls.env.cr._now = None

    def _measure(self, *bounds, company=None):
        windows = [Window(pair, self.kpi.id, (company or self.company).id, "Asia/Bangkok", *pair) for pair in bounds]
        answers = self.env["rollout.kpi"]._measure(windows)
        return [answers[pair] for pair in bounds]
