from datetime import date, datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .common import OrderCase

GO_LIVE = date(2026, 1, 5)
JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
# The first hour of that day in Bangkok, and the last.
MORNING = datetime(2026, 1, 4, 17, 30)
NIGHT = datetime(2026, 1, 5, 16, 30)


@tagged("post_install", "-at_install")
class TestLoadedOrders(OrderCase):
    """What is loaded at go-live is no daily work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_to_ship.min_count = 1
        cls._set_go_live(cls.phase)

    @classmethod
    def _set_go_live(cls, phase, day=GO_LIVE):
        # The stages and the gate on the way there are told elsewhere.
        phase.sudo().write({"go_live_date": day})

    def _created(self, order, moment, dated=None):
        """Have an order been created at ``moment``; dated to then or another."""
        order.date_order = dated or moment
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE sale_order SET create_date = %s WHERE id = %s", moment, order.id))
        order.invalidate_recordset(["create_date"])
        return order

    def _import(self, name, moment=MORNING):
        """Import an order, as the client does with a file that has external ids."""
        names = [
            "id",
            "partner_id/.id",
            "company_id/.id",
            "date_order",
            "order_line/product_id/.id",
            "order_line/product_uom_qty",
        ]
        row = [name, str(self.customer.id), str(self.company.id), str(moment), str(self.product.id), "2"]
        result = self.env["sale.order"].with_company(self.company).load(names, [row])
        self.assertTrue(result["ids"], result["messages"])
        order = self.env["sale.order"].browse(result["ids"])
        order.action_confirm()
        return self._created(order, moment)

    def _measure_one(self, company=None):
        return self._measure(self._window("w", *JANUARY, company))["w"]

    def _assert_left_out(self, number, count=0, company=None):
        answer = self._measure_one(company)
        self.assertEqual((answer.count, answer.facts.get("loaded", 0)), (count, number))
        return answer

    def test_what_was_imported_on_the_day_is_left_out_and_counted(self):
        self._import("order_1")
        delivered = self._import("order_2", NIGHT)
        self._deliver(delivered, NIGHT + timedelta(days=9))
        self._ship([2, 3])
        answer = self._assert_left_out(2, count=2)
        self.assertEqual((answer.value, answer.waiting, answer.oldest, answer.facts["oldest"]), (2.5, 0, None, None))
        self.assertIn("left out as loaded at go-live: 2", answer.method)

    def test_an_import_of_another_day_is_work(self):
        self._import("order_1", MORNING - timedelta(hours=1))
        self._import("order_2", NIGHT + timedelta(hours=1))
        self._assert_left_out(0, count=2)

    def test_what_was_dated_back_on_the_day_is_left_out(self):
        self._created(self._confirm(MORNING), MORNING, dated=MORNING - timedelta(days=20))
        self._created(self._confirm(MORNING), NIGHT, dated=MORNING - timedelta(hours=1))
        self._assert_left_out(2)

    def test_what_was_sold_on_the_day_is_work(self):
        self._created(self._confirm(MORNING), MORNING)
        # A quotation that was confirmed a week later.
        self._created(self._confirm(MORNING), NIGHT, dated=NIGHT + timedelta(days=7))
        self._assert_left_out(0, count=2)

    def test_an_export_makes_no_import(self):
        """An order gets an external id from an export, too, but only some time after it was made."""
        order = self._created(self._confirm(MORNING), MORNING)
        order.export_data(["id"])
        data = self.env["ir.model.data"].search([("model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertEqual(data.module, "__export__")
        self._assert_left_out(0, count=1)

    def test_what_another_odoo_has_exported_is_an_import(self):
        order = self._import("__export__.sale_order_7_9a1b")
        data = self.env["ir.model.data"].search([("model", "=", "sale.order"), ("res_id", "=", order.id)])
        self._set_create_date(data, order.create_date)
        self._assert_left_out(1)

    def _set_create_date(self, record, moment):
        self.env.cr.execute(SQL("UPDATE ir_model_data SET create_date = %s WHERE id = %s", moment, record.id))

    def test_each_phase_has_its_day(self):
        """Sales went live in January; Accounting loads its orders a month later."""
        other = self.env["rollout.phase"].create(
            {"program_id": self.program.id, "department_id": self._new_department("Later").id}
        )
        self._set_go_live(other, GO_LIVE + timedelta(days=20))
        self._import("order_1", MORNING + timedelta(days=20))
        self._import("order_2")
        self._assert_left_out(2)

    def test_another_company_s_day_is_none(self):
        moment = MORNING + timedelta(days=2)
        program = self.env["rollout.program"].create({"name": "Other", "company_id": self.other_company.id})
        department = self.env["hr.department"].create({"name": "Sales", "company_id": self.other_company.id})
        phase = self.env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
        self._set_go_live(phase, GO_LIVE + timedelta(days=2))
        self._import("order_1", moment)
        self._assert_left_out(0, count=1)
