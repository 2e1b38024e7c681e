import random
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CountCase

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))


@tagged("post_install", "-at_install")
class TestCountAccuracy(CountCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company in (cls.company, cls.other_company):
            cls._load_stock(company)

    def _measure_by_hand(self, date_from, date_to, company=None):
        """The same from what was moved where and is not the first that was, in the company's own days."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH moved AS (
                SELECT id AS line_id, date, product_id, lot_id, owner_id, location_id AS place, package_id AS package
                  FROM stock_move_line WHERE state = 'done'
             UNION ALL
                SELECT id, date, product_id, lot_id, owner_id, location_dest_id, result_package_id
                  FROM stock_move_line WHERE state = 'done'
            ), first AS (
                SELECT DISTINCT ON (product_id, lot_id, owner_id, place, package) line_id, place
                  FROM moved ORDER BY product_id, lot_id, owner_id, place, package, date, line_id
            )
            SELECT 100.0 * avg((line.quantity = 0)::int), count(*)
              FROM stock_move_line line
              JOIN stock_move move ON move.id = line.move_id AND move.picking_id IS NULL AND move.scrap_id IS NULL
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE 'inventory' IN (source.usage, target.usage)
               AND NOT EXISTS (SELECT FROM first JOIN stock_location ON stock_location.id = place
                                WHERE line_id = line.id AND usage != 'inventory')
               AND line.state = 'done' AND line.company_id = %s
               AND (line.date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Bangkok')::date >= %s
               AND (line.date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Bangkok')::date < %s
            """,
            [(company or self.company).id, date_from, date_to],
        )
        return self.env.cr.fetchone()

    def test_an_exact_count_counts_as_one(self):
        self._count(datetime(2026, 1, 5, 3), 2)
        self._count(datetime(2026, 1, 6, 3), 0)
        self._count(datetime(2026, 1, 7, 3), 0)
        self._count(datetime(2026, 1, 8, 3), -1)
        [answer] = self._measure(JANUARY)
        self.assertIsNone(answer.error)
        self.assertEqual((answer.value, answer.count), (50, 4))

    def test_days_are_those_of_the_company(self):
        self._count(datetime(2025, 12, 31, 16, 59), 1)
        self._count(datetime(2025, 12, 31, 17, 0), 0)
        self._count(datetime(2026, 1, 31, 17, 0), 1)
        self.assertEqual([(a.value, a.count) for a in self._measure(JANUARY)], [(100, 1)])

    def test_few_counts_and_none(self):
        self.kpi.min_count = 20
        self._count(datetime(2026, 1, 5, 3), 0)
        few, none = self._measure(JANUARY, (date(2026, 3, 1), date(2026, 4, 1)))
        self.assertEqual((few.state, few.count), ("too_few", 1))
        self.assertEqual((none.state, none.count), ("too_few", 0))

    def test_another_company_counts_for_itself(self):
        self._count(datetime(2026, 1, 5, 3), 0)
        self._count(datetime(2026, 1, 5, 3), 7, company=self.other_company)
        self.assertEqual(self._measure(JANUARY)[0].value, 100)
        self.assertEqual(self._measure(JANUARY, company=self.other_company)[0].value, 0)

    def _quants(self, company=None):
        stock = self.env["stock.warehouse"].search([("company_id", "=", (company or self.company).id)], limit=1)
        return self.env["stock.quant"].search([("location_id", "=", stock.lot_stock_id.id), ("quantity", ">", 0)])

    def _relocate(self, moment, quant):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": quant.location_id.id, "company_id": quant.company_id.id}
        )
        with freeze_time(moment):
            quant.move_quants(location_dest_id=shelf)

    def _revert(self, moment):
        with freeze_time(moment):
            lines = self.env["stock.move.line"].search(
                [("is_inventory", "=", True), ("quantity", ">", 0), ("company_id", "=", self.company.id)], limit=1
            )
            lines.action_revert_inventory()

    def _scrap(self, moment, quant):
        with freeze_time(moment):
            scrap = self.env["stock.scrap"].create(
                {
                    "product_id": quant.product_id.id,
                    "scrap_qty": 1,
                    "location_id": quant.location_id.id,
                    "company_id": quant.company_id.id,
                }
            )
            scrap.do_scrap()

    def test_goods_put_elsewhere_and_scrapped_are_no_count(self):
        self._count(datetime(2026, 1, 5, 3), 10)
        self._count(datetime(2026, 1, 6, 3), 0)
        self._scrap(datetime(2026, 1, 7, 3), self._quants()[0])
        self._relocate(datetime(2026, 1, 8, 3), self._quants()[0])
        self.assertEqual([(a.value, a.count) for a in self._measure(JANUARY)], [(50, 2)])

    def test_a_reverted_count_found_a_difference(self):
        self._count(datetime(2026, 1, 5, 3), 10)
        self._revert(datetime(2026, 1, 6, 3))
        self.assertEqual([(a.value, a.count) for a in self._measure(JANUARY)], [(0, 2)])

    def test_a_year_of_counts_equals_a_query_by_hand(self):
        generator = random.Random(19)
        start = datetime(2025, 1, 1)
        for number in range(80):
            moment = start + timedelta(minutes=generator.randrange(365 * 24 * 60))
            company = self.other_company if number % 4 == 3 else self.company
            self._count(moment, generator.choice([0, 0, 0, 1, 5]), generator.choice(self.products), company)
            if number % 20 == 10:
                self._scrap(moment, self._quants()[0])
                self._relocate(moment, self._quants()[0])
                self._revert(moment)
        months = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
        bounds = [*zip(months, months[1:], strict=False), (months[0], months[-1] + timedelta(days=1))]
        for company, counts in ((self.company, 60 + 4), (self.other_company, 20)):
            answers = self._measure(*bounds, company=company)
            for pair, answer in zip(bounds, answers, strict=True):
                value, count = self._measure_by_hand(*pair, company)
                self.assertEqual(answer.count, count)
                if count:
                    self.assertAlmostEqual(answer.value, float(value))
            self.assertEqual(answers[-1].count, counts)

    def test_one_statement_for_all_windows(self):
        self._measure(JANUARY)  # warms the cache
        with self.assertQueryCount(3):
            # One statement, within a savepoint.
            self._measure(JANUARY, (date(2025, 12, 1), date(2026, 1, 1)), (date(2025, 11, 1), date(2025, 12, 1)))
