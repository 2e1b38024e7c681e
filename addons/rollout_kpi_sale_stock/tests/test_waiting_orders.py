from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

from odoo.tests import tagged

from .common import OrderCase

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
MORNING = datetime(2026, 1, 10, 3)
# From then to the end of January, in Bangkok.
DAYS_LEFT = 21 + 14 / 24


@tagged("post_install", "-at_install")
class TestWaitingOrders(OrderCase):
    """What isn't delivered counts, too, as long as there is something to deliver."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_to_ship.min_count = 1

    def _measure_one(self, bounds=JANUARY):
        return self._measure(self._window("w", *bounds))["w"]

    def _assert_waits(self, order):
        answer = self._measure_one()
        self.assertEqual((answer.count, answer.waiting, answer.at_least), (1, 1, True))
        self.assertEqual(answer.facts["oldest"], order.name)

    def _assert_nothing_waits(self):
        self.assertEqual(self._measure_one().count, 0)

    def test_the_oldest_is_named(self):
        orders = [self._confirm(MORNING - timedelta(days=days)) for days in (1, 5, 3)]
        self._ship([2])
        answer = self._measure_one()
        self.assertEqual((answer.count, answer.waiting), (4, 3))
        self.assertAlmostEqual(answer.oldest, 5 + DAYS_LEFT)
        # Half of those that wait have waited for that long; only one of four has been delivered.
        self.assertAlmostEqual(answer.value, 3 + DAYS_LEFT)
        self.assertTrue(answer.at_least)
        self.assertIn(f"waiting longest: {orders[1].name}", answer.method)

    def test_measured_later_it_is_as_measured_then(self):
        self._ship([2, 3])
        order = self._confirm(MORNING)
        then = self._measure_one()
        self._deliver(order, datetime(2026, 2, 20))
        self.assertEqual(self._measure_one(), then)
        self.assertEqual((then.count, then.waiting), (3, 1))
        february = self._measure_one(FEBRUARY)
        self.assertEqual((february.count, february.waiting), (1, 0))
        self.assertAlmostEqual(february.value, (datetime(2026, 2, 20) - MORNING) / timedelta(days=1))

    def test_what_is_confirmed_later_is_not_there_yet(self):
        self._confirm(datetime(2026, 1, 31, 17))
        self._assert_nothing_waits()
        self.assertEqual(self._measure_one(FEBRUARY).waiting, 1)

    def test_a_stream_of_which_half_never_ships_gets_no_better(self):
        """First all orders come within 4 to 8 days. Then half of each week's come within 3, and half never."""
        for days in (4, 5, 6, 7, 8):
            self._deliver(self._confirm(MORNING), MORNING + timedelta(days=days))
        before = self._measure_one()
        weeks = [FEBRUARY[0] + timedelta(weeks=number) for number in range(5)]
        delivered = []
        for week in weeks[:-1]:
            begun = datetime.combine(week, time(3))
            for _number in range(2):
                self._deliver(self._confirm(begun), begun + timedelta(days=3))
                self._confirm(begun)
                delivered.append(3)
        self.assertLess(median(delivered), before.value, "what was delivered came sooner")
        answers = self._measure(*(self._window(week, week, end) for week, end in pairwise(weeks)))
        self.assertEqual([answer.waiting for answer in answers.values()], [2, 4, 6, 8])
        self.assertTrue(all(answer.at_least for answer in answers.values()))
        # In the first week it is half of them exactly, of whom it isn't known yet.
        first, *later = answers.values()
        self.assertEqual(first.value, 3)
        for answer in later:
            self.assertGreater(answer.value, before.value)

    def test_services_wait_for_nothing(self):
        service = self.env["product.product"].create({"name": "Advice", "type": "service"})
        self._confirm(MORNING, product=service)
        self._assert_nothing_waits()

    def test_what_will_not_be_sent_does_not_wait(self):
        order = self._confirm(MORNING)
        self._assert_waits(order)
        order.picking_ids.action_cancel()
        self._assert_nothing_waits()

    def test_goods_to_be_taken_back_are_no_delivery(self):
        order = self._confirm(MORNING, quantity=-1)
        self.assertEqual(order.picking_ids.location_id.usage, "customer")
        self.assertNotIn(order.picking_ids.state, ("done", "cancel"))
        self._assert_nothing_waits()

    def test_an_order_waits_from_the_first_of_several_steps_on(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        warehouse.delivery_steps = "pick_pack_ship"
        order = self._confirm(MORNING)
        for step, days in (("Pick", 1), ("Pack", 2), ("Ship", 3)):
            self._assert_waits(order)
            picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
            self.assertEqual(len(picking), 1, step)
            self._validate(picking, MORNING + timedelta(days=days))
        answer = self._measure_one()
        self.assertEqual((answer.value, answer.waiting), (3, 0))

    def test_a_part_delivered_is_delivered_first(self):
        order = self._confirm(MORNING)
        self._deliver(order, MORNING + timedelta(days=4), quantity=1)
        answer = self._measure_one()
        self.assertEqual((answer.value, answer.count, answer.waiting), (4, 1, 0))

    def test_the_sentence_is_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        facts = {"oldest": "S00012", "early": 2, "loaded": 30}
        english = self.order_to_ship._describe(facts)
        for part in ("waiting longest: S00012", "delivered before they were confirmed: 2", "loaded at go-live: 30"):
            self.assertIn(part, english)
        self.assertNotIn("waiting", self.order_to_ship._describe({"oldest": None, "early": 0, "loaded": 0}))
        self.assertIn("S00012", self.order_to_ship.with_context(lang="th_TH")._describe(facts))
