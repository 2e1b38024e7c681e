import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Window
from odoo.addons.rollout_phase.tests.common import RolloutCase

BANGKOK = ZoneInfo("Asia/Bangkok")
JANUARY = (date(2026, 1, 1), date(2026, 2, 1))


@tagged("post_install", "-at_install")
class TestCountAccuracy(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env.ref("rollout_kpi_stock.kpi_count_accuracy")
        cls.products = cls.env["product.product"].create(
            [{"name": f"Part {number}", "is_storable": True} for number in range(5)]
        )

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

    def _measure_by_hand(self, date_from, date_to):
        """The same, in the shortest way that a person would write it down."""
        start, end = (
            datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
            for day in (date_from, date_to)
        )
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT 100.0 * sum((quantity = 0)::int) / count(*), count(*) FROM stock_move
                WHERE is_inventory AND state = 'done' AND company_id = %s AND date >= %s AND date < %s""",
            [self.company.id, start, end],
        )
        return self.env.cr.fetchone()

    def test_an_exact_count_counts_as_one(self):
        self.kpi.min_count = 1
        self._count(datetime(2026, 1, 5, 3), 10)
        self._count(datetime(2026, 1, 6, 3), 0)
        self._count(datetime(2026, 1, 7, 3), 0)
        self._count(datetime(2026, 1, 8, 3), -1)
        [answer] = self._measure(JANUARY)
        self.assertIsNone(answer.error)
        self.assertEqual((answer.value, answer.count), (50, 4))

    def test_days_are_those_of_the_company(self):
        self.kpi.min_count = 1
        self._count(datetime(2025, 12, 31, 16, 59), 1)
        self._count(datetime(2025, 12, 31, 17, 0), 0)
        self._count(datetime(2026, 1, 31, 17, 0), 1)
        self.assertEqual([(a.value, a.count) for a in self._measure(JANUARY)], [(100, 1)])

    def test_few_counts_and_none(self):
        self._count(datetime(2026, 1, 5, 3), 0)
        few, none = self._measure(JANUARY, (date(2026, 3, 1), date(2026, 4, 1)))
        self.assertEqual((few.state, few.count), ("too_few", 1))
        self.assertEqual((none.state, none.count), ("too_few", 0))

    def test_another_company_counts_for_itself(self):
        self.kpi.min_count = 1
        self._count(datetime(2026, 1, 5, 3), 0)
        self._count(datetime(2026, 1, 5, 3), 7, company=self.other_company)
        self.assertEqual(self._measure(JANUARY)[0].value, 100)
        self.assertEqual(self._measure(JANUARY, company=self.other_company)[0].value, 0)

    def test_a_year_of_counts_equals_a_query_by_hand(self):
        self.kpi.min_count = 1
        generator = random.Random(19)
        start = datetime(2025, 1, 1)
        for _number in range(60):
            moment = start + timedelta(minutes=generator.randrange(365 * 24 * 60))
            self._count(moment, generator.choice([0, 0, 0, 1, 5]), generator.choice(self.products))
        months = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
        bounds = list(zip(months, months[1:], strict=False))
        for pair, answer in zip(bounds, self._measure(*bounds), strict=True):
            value, count = self._measure_by_hand(*pair)
            self.assertEqual(answer.count, count)
            if count:
                self.assertAlmostEqual(answer.value, float(value))

    def test_one_statement_for_all_windows(self):
        self._measure(JANUARY)  # warms the cache
        with self.assertQueryCount(3):
            # One statement, within a savepoint.
            self._measure(JANUARY, (date(2025, 12, 1), date(2026, 1, 1)), (date(2025, 11, 1), date(2025, 12, 1)))
