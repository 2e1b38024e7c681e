from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestOrder(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next = cls._new_phase(cls._new_department("Inventory"), sequence=20)
        cls.check = cls.next.gate_check_ids.filtered(lambda check: check.kind == "order")

    def _state(self):
        self.env.invalidate_all()
        return self.check.state

    def _go_live(self, day):
        self._open_gate()
        with freeze_time(day):
            self.phase.with_user(self.lead).action_go_live()

    def test_the_first_one_waits_for_nobody(self):
        first = self.phase.gate_check_ids.filtered(lambda check: check.kind == "order")
        self.assertEqual(first.state, "pass")

    def test_the_next_one_waits_for_a_day(self):
        self.assertEqual(self._state(), "fail")
        self.assertIn("is not live yet", self.check.detail)
        self._go_live("2026-03-02")
        with freeze_time("2026-03-31"):
            self.assertEqual(self._state(), "fail", "day 29")
            self.assertIn("day 29", self.check.detail)
        with freeze_time("2026-04-01"):
            self.assertEqual(self._state(), "pass", "day 30")

    def test_the_next_one_waits_for_the_end_of_hypercare(self):
        self.program.order_rule = "stable"
        self._go_live("2026-03-02")
        with freeze_time("2027-03-02"):
            self.assertEqual(self._state(), "fail", "however long it has been live")
        self._meet_exit_criteria()
        self.phase.with_user(self.lead).action_mark_stable()
        self.assertEqual(self._state(), "pass")

    def test_the_rule_can_be_off(self):
        self.program.order_rule = "off"
        self.assertEqual(self._state(), "pass")

    def test_a_cancelled_department_holds_up_nobody(self):
        self.phase.with_user(self.lead).action_cancel()
        self.assertEqual(self._state(), "pass")

    def test_equal_rank_goes_by_planned_day(self):
        self.next.sequence = self.phase.sequence
        self.assertEqual(self._state(), "pass", "without days they go side by side")
        self.phase.planned_go_live = "2026-03-02"
        self.next.planned_go_live = "2026-03-02"
        self.assertEqual(self._state(), "pass")
        self.next.planned_go_live = "2026-03-03"
        self.assertEqual(self._state(), "fail")

    def test_going_live_out_of_turn_is_refused(self):
        self._open_gate(self.next)
        self.program.order_rule = "day"
        with self.assertRaisesRegex(UserError, "Accounting goes first"):
            self.next.with_user(self.lead).action_go_live()
