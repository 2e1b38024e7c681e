from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CountCase

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
MORNING = datetime(2026, 1, 5, 3)
NOON = datetime(2026, 1, 5, 5)


@tagged("post_install", "-at_install")
class TestFirstLoads(CountCase):
    """The first load of a product in a place finds nothing wrong: Odoo had expected nothing there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.stock = warehouse.lot_stock_id
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock.id, "company_id": cls.company.id}
        )
        cls.product = cls.products[0]
        cls.by_lot = cls.env["product.product"].create({"name": "Vial", "is_storable": True, "tracking": "lot"})
        cls.lots = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.by_lot.id, "company_id": cls.company.id} for name in ("L1", "L2")]
        )

    def _apply(self, quantity, moment=MORNING, **values):
        """Count ``quantity`` of a product in a place."""
        with freeze_time(moment):
            quants = self.env["stock.quant"].with_context(inventory_mode=True, allowed_company_ids=self.company.ids)
            values = {"product_id": self.product.id, "location_id": self.stock.id, **values}
            quant = quants.create({**values, "inventory_quantity": quantity})
            quant.action_apply_inventory()
        return quant

    def _assert_counts(self, count, first_loads, value=None):
        [answer] = self._measure(JANUARY)
        self.assertIsNone(answer.error)
        self.assertEqual((answer.count, answer.facts.get("first_loads", 0)), (count, first_loads))
        self.assertEqual(answer.value, value)
        return answer

    def test_a_load_of_thirty_products_is_no_count(self):
        products = self.env["product.product"].create(
            [{"name": f"Bolt {number}", "is_storable": True} for number in range(30)]
        )
        for product in products:
            self._apply(25, product_id=product.id)
        answer = self._assert_counts(0, 30)
        self.assertIn("left out as first load of a product in its place: 30", answer.method)
        for number, product in enumerate(products):
            self._apply(25 if number else 24, datetime(2026, 1, 20, 3), product_id=product.id)
        self._assert_counts(30, 30, 100 * 29 / 30)

    def test_a_count_later_on_the_day_counts(self):
        self._apply(25)
        self._apply(25, NOON)
        # Two counts of one second are told apart, too.
        self._apply(24, NOON)
        self._assert_counts(2, 1, 50)

    def test_each_place_has_a_first_load(self):
        self._apply(25)
        self._apply(5, location_id=self.shelf.id)
        self._assert_counts(0, 2)

    def test_each_lot_has_a_first_load(self):
        for lot in self.lots:
            self._apply(25, product_id=self.by_lot.id, lot_id=lot.id)
        self._assert_counts(0, 2)
        self._apply(25, NOON, product_id=self.by_lot.id, lot_id=self.lots[0].id)
        self._assert_counts(1, 2, 100)

    def test_each_package_and_owner_has_a_first_load(self):
        owner = self.env["res.partner"].create({"name": "Owner"})
        package = self.env["stock.package"].create({"name": "Box"})
        for moment, counts in ((MORNING, (0, 3)), (NOON, (3, 3, 100))):
            self._apply(25, moment)
            self._apply(25, moment, owner_id=owner.id)
            self._apply(25, moment, package_id=package.id)
            self._assert_counts(*counts)

    def test_a_first_load_of_zero_is_no_exact_count(self):
        """Otherwise a list of all products, most of which aren't there, would be a hundred percent right."""
        self._apply(0)
        self._assert_counts(0, 1)
        self._apply(0, NOON)
        self._assert_counts(1, 1, 100)

    def test_what_was_received_or_moved_there_is_known(self):
        self._move(self.env.ref("stock.stock_location_suppliers"), self.stock, 8)
        self._apply(8, NOON)
        self._move(self.stock, self.shelf, 3)
        self._apply(4, NOON, location_id=self.shelf.id)
        self._assert_counts(2, 0, 50)

    def test_what_left_before_it_was_loaded_is_known(self):
        """Odoo expected less than nothing: this was wrong."""
        self._move(self.stock, self.env.ref("stock.stock_location_customers"), 8)
        self._apply(8, NOON)
        self._assert_counts(1, 0, 0)

    def test_what_was_only_planned_is_not_known(self):
        self._move(self.env.ref("stock.stock_location_suppliers"), self.stock, 8, done=False)
        self._apply(8, NOON)
        self._assert_counts(0, 1)

    def test_a_load_by_file_is_no_count(self):
        names = ["product_id/.id", "location_id/.id", "inventory_quantity"]
        quants = self.env["stock.quant"].with_context(allowed_company_ids=self.company.ids)
        with freeze_time(MORNING):
            result = quants.load(names, [[str(self.product.id), str(self.stock.id), "25"]])
            self.assertTrue(result["ids"], result["messages"])
            quants.browse(result["ids"]).action_apply_inventory()
        self._assert_counts(0, 1)

    def test_a_quantity_typed_on_the_product_is_a_first_load_too(self):
        product = self.product.with_context(allowed_company_ids=self.company.ids).with_company(self.company)
        with freeze_time(MORNING):
            product.qty_available = 25
        self._assert_counts(0, 1)
        with freeze_time(NOON):
            product.qty_available = 20
        self._assert_counts(1, 1, 0)

    def _move(self, source, target, quantity, done=True):
        with freeze_time(MORNING):
            move = self.env["stock.move"].create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "company_id": self.company.id,
                }
            )
            move._action_confirm()
            move.write({"quantity": quantity, "picked": done})
            if done:
                move._action_done()

    def test_a_company_has_the_counts_of_its_branches(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        for company in (self.company, branch):
            self._count(MORNING, 5, company=company)
            self._count(NOON, 0, company=company)
        self._assert_counts(2, 2, 100)
        [answer] = self._measure(JANUARY, company=branch)
        self.assertEqual(answer.count, 1)
