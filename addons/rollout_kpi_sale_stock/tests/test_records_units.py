from datetime import date, datetime

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_kpi.tests.common import KpiCase
from odoo.addons.rollout_kpi.tools.measurement import Window


@tagged("post_install", "-at_install")
class TestRecordsUnits(KpiCase):
    """Records of Odoo in several units of measure and currencies; lines of sales orders stand for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_ids |= cls.company
        cls.piece, cls.dozen, cls.kilogram, cls.gram = (
            cls.env.ref(f"uom.product_uom_{name}") for name in ("unit", "dozen", "kgm", "gram")
        )
        cls.chair, cls.flour = cls.env["product.product"].create(
            [
                {"name": "Chair", "type": "consu", "uom_id": cls.piece.id},
                {"name": "Flour", "type": "consu", "uom_id": cls.kilogram.id},
            ]
        )
        customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.order = cls.env["sale.order"].create({"partner_id": customer.id, "company_id": cls.company.id})
        cls._add_line(cls.chair, 6, cls.piece)
        cls._add_line(cls.chair, 2, cls.dozen)

    @classmethod
    def _add_line(cls, product, quantity, unit):
        line = {"product_id": product.id, "product_uom_qty": quantity, "product_uom_id": unit.id, "price_unit": 10}
        cls.order.order_line = [Command.create(line)]
        cls.order.order_line.flush_recordset()
        moment = datetime(2026, 1, 10)
        cls.env.cr.execute("UPDATE sale_order_line SET create_date = %s WHERE order_id = %s", [moment, cls.order.id])
        cls.env.invalidate_all()

    def _new_kpi(self, **values):
        return self.env["rollout.kpi"].create(
            {
                "name": "Sold",
                "source": "records",
                "record_model": "sale.order.line",
                "record_domain": f"[('order_id', '=', {self.order.id})]",
                "date_field": "create_date",
                "measure": "sum",
                "value_field": "product_uom_qty",
                "min_count": 1,
                **values,
            }
        )

    def _measure(self, kpi):
        window = Window("x", kpi.id, self.company.id, "Asia/Bangkok", date(2026, 1, 1), date(2026, 2, 1))
        return self.env["rollout.kpi"]._measure([window])["x"]

    def test_quantities_of_one_kind_are_added_in_its_reference_unit(self):
        for measure, value in (("sum", 30), ("avg", 15), ("median", 15)):
            answer = self._measure(self._new_kpi(measure=measure))
            with self.subTest(measure):
                self.assertEqual((answer.value, answer.count), (value, 2))
                self.assertIn(f"in {self.piece.name}", answer.method)

    def test_a_line_without_quantity_or_unit_adds_nothing(self):
        self.order.order_line = [Command.create({"display_type": "line_section", "name": "Section"})]
        self.assertEqual(self._measure(self._new_kpi()).value, 30)

    def test_quantities_of_different_kinds_are_refused(self):
        kpi = self._new_kpi()
        self._add_line(self.flour, 3, self.kilogram)
        answer = self._measure(kpi)
        self.assertEqual(answer.state, "error")
        self.assertIn(f"{self.piece.name}, {self.gram.name}", answer.error)
        with self.assertRaisesRegex(ValidationError, "Let the filter choose one of them"):
            self._new_kpi()
        chosen = f"[('order_id', '=', {self.order.id}), ('product_id', '=', {self.flour.id})]"
        answer = self._measure(self._new_kpi(record_domain=chosen))
        self.assertEqual(answer.value, 3000)
        self.assertIn("in g", answer.method)

    def test_the_unit_is_proposed(self):
        kpi = self.env["rollout.kpi"].new(
            {
                "source": "records",
                "record_model": "sale.order.line",
                "record_domain": f"[('order_id', '=', {self.order.id})]",
                "date_field": "create_date",
                "measure": "sum",
                "company_id": self.company.id,
            }
        )
        for field, unit in (("product_uom_qty", self.piece.name), ("price_subtotal", self.company.currency_id.name)):
            kpi.value_field = field
            kpi._onchange_measure()
            self.assertEqual(kpi.unit, unit)
        kpi.unit = "sacks"
        kpi._onchange_measure()
        self.assertEqual(kpi.unit, "sacks", "what somebody typed is kept")
        kpi.update({"unit": False, "value_field": "product_uom_qty", "record_domain": "[('id', 'in', 'x')]"})
        kpi._onchange_measure()
        self.assertFalse(kpi.unit, "the form goes on where the database refuses what was typed")

    def test_what_is_computed_from_quantity_and_unit_is_in_the_product_s_own(self):
        lines = self.env["stock.move"].with_company(self.company)
        kpis = self.env["rollout.kpi"]
        for model, field, path in (
            ("stock.move", "product_uom_qty", ["product_uom"]),
            ("stock.move", "quantity", ["product_uom"]),
            ("stock.move", "product_qty", ["product_id", "uom_id"]),
            ("stock.move", "packaging_uom_qty", []),
            ("stock.move.line", "quantity", ["product_uom_id"]),
            ("stock.move.line", "quantity_product_uom", ["product_id", "uom_id"]),
            ("sale.order.line", "qty_delivered", ["product_uom_id"]),
            ("sale.order.line", "discount", []),
            ("sale.order.line", "price_subtotal", []),
            ("account.analytic.line", "unit_amount", ["product_uom_id"]),
            ("stock.quant", "quantity", ["product_uom_id"]),
        ):
            with self.subTest(f"{model}.{field}"):
                kpi = kpis.new({"value_field": field})
                self.assertEqual(kpi._get_unit_path(lines.env[model]), path)
                self.assertTrue(kpi._can_tell_unit(lines.env[model]))
