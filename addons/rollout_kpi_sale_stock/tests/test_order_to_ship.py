from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.rollout_kpi.tests.common import KpiCase
from odoo.addons.rollout_kpi.tools.measurement import Window

BANGKOK = ZoneInfo("Asia/Bangkok")
DAYS_IN_YEAR = 360
YEAR_START = date(2025, 3, 1)


def percentile(values, share):
    """Linear interpolation between the closest ranks."""
    values = sorted(values)
    position = (len(values) - 1) * share
    low = int(position)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (position - low)


@tagged("post_install", "-at_install")
class TestOrderToShip(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls.order_to_ship = cls.env.ref("rollout_kpi_sale_stock.kpi_order_to_ship")
        cls.product = cls.env["product.product"].create({"name": "Chair", "type": "consu"})
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})

    def _confirm(self, moment, company=None, quantity=2):
        company = company or self.company
        with freeze_time(moment):
            order = (
                self.env["sale.order"]
                .with_company(company)
                .create(
                    {
                        "partner_id": self.customer.id,
                        "company_id": company.id,
                        "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": quantity})],
                    }
                )
            )
            order.action_confirm()
        return order

    def _deliver(self, order, moment, quantity=2):
        picking = order.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel") and picking.picking_type_code == "outgoing"
        )
        with freeze_time(moment):
            picking.move_ids.write({"quantity": quantity, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
        return picking

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

    def _make_year(self):
        """Sell and ship through a year, and return ``(shipped on (UTC), days)`` of what counts."""
        random = Random(19)
        counted = []
        for number in range(72):
            ordered = datetime(2025, 3, 1) + timedelta(days=number * 5, minutes=random.randrange(24 * 60))
            first = ordered + timedelta(minutes=random.randrange(60, 15 * 24 * 60))
            kind = number % 12
            order = self._confirm(ordered, self.other_company if kind == 11 else None)
            if kind == 10:  # cancelled before anything left
                order._action_cancel()
                continue
            if kind == 9:  # not delivered yet
                continue
            picking = self._deliver(order, first, quantity=1 if kind in (5, 6) else 2)
            if kind == 6:  # the rest a week later
                self._deliver(order, first + timedelta(days=7), quantity=1)
            if kind == 7:
                self._return(picking, first + timedelta(days=3))
            if kind == 8:  # cancelled after the fact
                order._action_cancel()
                continue
            if kind != 11:
                counted.append((first, (first - ordered) / timedelta(days=1)))
        return counted

    def _query_by_hand(self, date_from, date_to):
        """The median, straight from the transfers."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days), count(*)
              FROM (
                  SELECT EXTRACT(EPOCH FROM min(picking.date_done) - so.date_order) / 86400 AS days,
                         min(picking.date_done) AS shipped
                    FROM sale_order so
                    JOIN stock_picking picking ON picking.sale_id = so.id
                    JOIN stock_location place ON place.id = picking.location_dest_id
                   WHERE picking.state = 'done' AND place.usage = 'customer'
                     AND so.state = 'sale' AND so.company_id = %s
                GROUP BY so.id
              ) deliveries
             WHERE (shipped AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Bangkok')::date >= %s
               AND (shipped AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Bangkok')::date < %s
            """,
            [self.company.id, date_from, date_to],
        )
        return self.env.cr.fetchone()

    def test_a_year_of_orders(self):
        counted = self._make_year()
        windows = [
            self._window(
                start,
                YEAR_START + timedelta(days=start),
                YEAR_START + timedelta(days=start + length),
            )
            for start, length in [(start, 60) for start in range(0, DAYS_IN_YEAR, 60)]
        ]
        windows.append(self._window("year", YEAR_START, YEAR_START + timedelta(days=400)))
        self.env["rollout.kpi"]._measure(windows[:1])
        self.env.flush_all()
        # One statement for all windows, within a savepoint.
        with self.assertQueryCount(3):
            answers = self._measure(*windows)
        for window in windows:
            with self.subTest(window.key):
                days = [
                    days
                    for shipped, days in counted
                    if window.date_from <= shipped.replace(tzinfo=UTC).astimezone(BANGKOK).date() < window.date_to
                ]
                answer = answers[window.key]
                self.assertGreaterEqual(len(days), 5)
                self.assertEqual(answer.count, len(days))
                self.assertAlmostEqual(answer.value, median(days), 6)
                self.assertAlmostEqual(answer.spread, percentile(days, 0.9), 6)
                by_hand = self._query_by_hand(window.date_from, window.date_to)
                self.assertAlmostEqual(answer.value, float(by_hand[0]), 6)
                self.assertEqual(answer.count, by_hand[1])
        self.assertEqual(answers["year"].count, len(counted))

    def _ship(self, days, ordered=datetime(2026, 1, 10, 3)):
        for number in days:
            self._deliver(self._confirm(ordered), ordered + timedelta(days=number))

    def test_too_few_deliveries(self):
        window = self._window("a", date(2026, 1, 1), date(2026, 1, 31))
        answer = self._measure(window)["a"]
        self.assertEqual((answer.state, answer.value, answer.count), ("too_few", None, 0))
        self._ship([1, 2, 3, 4])
        answer = self._measure(window)["a"]
        self.assertEqual((answer.state, answer.value, answer.count), ("too_few", None, 4))
        self._ship([5])
        answer = self._measure(window)["a"]
        self.assertEqual((answer.state, answer.value, answer.count), ("ok", 3, 5))

    def test_days_are_the_programs(self):
        self.order_to_ship.min_count = 1
        self._deliver(self._confirm(datetime(2026, 1, 30)), datetime(2026, 1, 31, 16, 59, 59))
        self._deliver(self._confirm(datetime(2026, 1, 30)), datetime(2026, 1, 31, 17))
        answers = self._measure(
            self._window("january", date(2026, 1, 1), date(2026, 2, 1)),
            self._window("february", date(2026, 2, 1), date(2026, 3, 1)),
        )
        self.assertEqual([answer.count for answer in answers.values()], [1, 1])
        self.assertLess(answers["january"].value, answers["february"].value)

    def test_what_was_written_down_afterwards_is_left_out(self):
        self._ship([1, 2, 3, 4, 5, 6])
        late = self.env["sale.order"].search([("company_id", "=", self.company.id)], limit=1)
        # Still in the cache: the source must write down what it reads.
        late.date_order = late.effective_date + timedelta(days=1)
        window = self._window("a", date(2026, 1, 1), date(2026, 1, 31))
        answer = self.env["rollout.kpi"]._measure_order_to_ship([window])["a"]
        self.assertEqual(answer.count, 5)
        self.assertGreater(answer.value, 0)
        self.assertIn("left out as delivered before they were confirmed: 1", answer.method)

    def test_from_baseline_to_verdict(self):
        tracking = self._track(self.order_to_ship)
        go_live = date(2026, 1, 1)
        for month, days in ((10, 8), (11, 9), (12, 8)):
            self._ship([days] * 5, datetime(2025, month, 12, 3))
        with freeze_time(datetime(2026, 1, 1, 5)):
            tracking.with_user(self.lead).action_measure_baseline()
        self.assertEqual(tracking.baseline_ids.mapped("value"), [8, 9, 8])
        self._go_live(day=go_live)
        self._ship([5] * 5, datetime(2026, 1, 4, 3))
        self._run_readings(go_live + timedelta(days=30))
        self.assertEqual(tracking.milestone_ids.value, 5)
        self.assertEqual(tracking.milestone_ids.count, 5)
        self.assertEqual(tracking.verdict, "improved")
        self.assertEqual(tracking.day_30, "5.0 days")
        self._run_readings(go_live + timedelta(days=60))
        self.assertEqual(tracking.verdict, "too_few")

    def test_the_lead_needs_no_right_to_sales(self):
        self.assertFalse(self.lead.has_group("sales_team.group_sale_salesman"))
        self._ship([4] * 5, datetime(2026, 1, 4, 3))
        tracking = self._track(self.order_to_ship)
        with freeze_time(datetime(2026, 1, 31, 5)):
            tracking.with_user(self.lead).action_measure_baseline()
        self.assertEqual(tracking.baseline_ids.filtered("value").mapped("value"), [4])
