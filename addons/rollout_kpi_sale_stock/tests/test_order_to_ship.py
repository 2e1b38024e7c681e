from datetime import date, datetime, timedelta
from random import Random
from statistics import median

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.rollout_base.tools.week import day_start_utc
from odoo.addons.rollout_kpi.tools.survival import typical_duration

from .common import OrderCase

DAYS_IN_YEAR = 360
YEAR_START = date(2025, 3, 1)


@tagged("post_install", "-at_install")
class TestOrderToShip(OrderCase):
    def _make_year(self):
        """Sell and ship through a year, and return ``(confirmed, first shipped or None)`` (UTC) of what counts."""
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
                counted.append((ordered, None))
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
                counted.append((ordered, first))
        return counted

    def _query_by_hand(self, date_from, date_to):
        """How long, and whether it was still open when the period ended, straight from the transfers."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT EXTRACT(EPOCH FROM least(shipped, ends) - date_order)::float8 / 86400, shipped < ends
              FROM (
                  SELECT so.date_order,
                         min(picking.date_done) FILTER (WHERE picking.state = 'done') AS shipped,
                         bool_or(picking.state != 'cancel') AS is_to_be_shipped,
                         %s::timestamp AT TIME ZONE 'Asia/Bangkok' AT TIME ZONE 'UTC' AS starts,
                         %s::timestamp AT TIME ZONE 'Asia/Bangkok' AT TIME ZONE 'UTC' AS ends
                    FROM sale_order so
                    JOIN stock_picking picking ON picking.sale_id = so.id
                    JOIN stock_location place ON place.id = picking.location_dest_id
                   WHERE place.usage = 'customer' AND so.state = 'sale' AND so.company_id = %s
                GROUP BY so.id
              ) orders
             WHERE date_order < ends AND is_to_be_shipped AND (shipped >= starts OR shipped IS NULL)
            """,
            [date_from, date_to, self.company.id],
        )
        rows = self.env.cr.fetchall()
        return sorted(days for days, ended in rows if ended), sorted(days for days, ended in rows if not ended)

    def test_a_year_of_orders(self):
        counted = self._make_year()
        windows = [
            self._window((length, start), YEAR_START + timedelta(start), YEAR_START + timedelta(start + length))
            for length in (7, 60, 400)
            for start in range(0, DAYS_IN_YEAR, length)
        ]
        self.order_to_ship.min_count = 1
        self._measure(windows[0])
        self.env.flush_all()
        # One statement for all windows, within a savepoint.
        with self.assertQueryCount(3):
            answers = self._measure(*windows)
        for window in windows:
            with self.subTest(window.key):
                start, end = (day_start_utc(day, window.tz) for day in (window.date_from, window.date_to))
                ended = [
                    (shipped - ordered) / timedelta(days=1)
                    for ordered, shipped in counted
                    if shipped and start <= shipped < end
                ]
                waiting = [
                    (end - ordered) / timedelta(days=1)
                    for ordered, shipped in counted
                    if ordered < end and (shipped is None or shipped >= end)
                ]
                for found, expected in zip(
                    self._query_by_hand(window.date_from, window.date_to), (ended, waiting), strict=True
                ):
                    self.assertEqual([round(days, 6) for days in found], [round(days, 6) for days in sorted(expected)])
                expected, answer = typical_duration(ended, waiting), answers[window.key]
                self.assertEqual((answer.count, answer.waiting), (len(ended) + len(waiting), len(waiting)))
                self.assertEqual(answer.at_least, expected.at_least)
                for found, figure in (
                    (answer.value, expected.median),
                    (answer.spread, expected.spread),
                    (answer.oldest, max(waiting, default=None)),
                ):
                    if figure is None:
                        self.assertIsNone(found)
                    else:
                        self.assertAlmostEqual(found, figure, 6)
        whole = answers[400, 0]
        self.assertEqual((whole.count, whole.waiting), (len(counted), 6))

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
        january, february = answers["january"], answers["february"]
        self.assertEqual((january.count, january.waiting), (2, 1))
        self.assertEqual((february.count, february.waiting), (1, 0))
        self.assertAlmostEqual(january.oldest, 1 + 17 / 24)
        self.assertAlmostEqual(february.value, 1 + 17 / 24)

    def test_what_was_written_down_afterwards_is_left_out(self):
        self._ship([1, 2, 3, 4, 5, 6])
        late = self.env["sale.order"].search([("company_id", "=", self.company.id)], limit=1)
        # Still in the cache: the source must write down what it reads.
        late.date_order = late.effective_date + timedelta(days=1)
        window = self._window("a", date(2026, 1, 1), date(2026, 1, 31))
        answer = self._measure(window)["a"]
        self.assertEqual(answer.count, 5)
        self.assertGreater(answer.value, 0)
        self.assertIn("left out as delivered before they were confirmed: 1", answer.method)

    def _launch(self, deliver):
        """Sell two orders each week from eight weeks before go-live to day 90, those before it shipped after five days.

        :param deliver: ``(order, confirmed) -> None``, what becomes of an order after go-live
        :return: the tracking, read until day 90
        """
        go_live, tracking = date(2026, 1, 1), self._track(self.order_to_ship)
        for week in range(-9, 13):
            for hours in (27, 75):
                confirmed = datetime(2026, 1, 1) + timedelta(weeks=week, hours=hours)
                order = self._confirm(confirmed)
                if week < 0:
                    self._deliver(order, min(confirmed + timedelta(days=5), datetime(2025, 12, 31, 16)))
                else:
                    deliver(order, confirmed)
            if week == -1:
                with freeze_time(datetime(2026, 1, 1, 5)):
                    tracking.with_user(self.lead).action_measure_baseline()
                self._go_live(day=go_live)
        for number in (30, 60, 90):
            self._run_readings(go_live + timedelta(days=number))
        return tracking

    def test_from_baseline_to_verdict(self):
        tracking = self._launch(lambda order, confirmed: self._deliver(order, confirmed + timedelta(days=2)))
        self.assertEqual(tracking.baseline_value, 5)
        self.assertEqual((tracking.day_90, tracking.verdict), ("2.0 days", "improved"))
        self.assertIn("From 5.0 to 2.0 days by day 90: 3.0 lower (-60 %)", tracking.verdict_text)
        self.assertIn("8 points before go-live, 5 after it", tracking.basis_text)

    def test_orders_that_never_ship_are_no_improvement(self):
        shipped = []

        def deliver(order, confirmed):
            # Those of Fridays leave sooner than before, and those of Sundays never do.
            if confirmed.weekday() == 4:
                shipped.append(self._deliver(order, confirmed + timedelta(days=2)))

        tracking = self._launch(deliver)
        self.assertEqual(len(shipped), 13)
        # What was delivered in the last month took two days, less than any week before go-live: an improvement, if only
        # what has been delivered is looked at.
        delivered = [picking for picking in shipped if picking.date_done >= datetime(2026, 3, 2)]
        days = [(picking.date_done - picking.sale_id.date_order) / timedelta(days=1) for picking in delivered]
        self.assertLess(median(days), 0.9 * min(tracking.baseline_ids.mapped("value")))
        self.assertEqual(tracking.verdict, "worse")
        self.assertIn("more than", tracking.day_90)
        reading = tracking.milestone_ids[-1:]
        self.assertEqual(reading.waiting, 13)
        self.assertIn("still open: 13, the oldest for 86.", reading.made_of)

    def test_the_lead_needs_no_right_to_sales(self):
        self.assertFalse(self.lead.has_group("sales_team.group_sale_salesman"))
        self._ship([4] * 5, datetime(2026, 1, 4, 3))
        tracking = self._track(self.order_to_ship)
        with freeze_time(datetime(2026, 1, 31, 5)):
            tracking.with_user(self.lead).action_measure_baseline()
        self.assertEqual(tracking.baseline_ids.filtered("value").mapped("value"), [4])
