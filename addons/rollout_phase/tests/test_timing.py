from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestTiming(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.phase.gate_check_ids.filtered(lambda check: check.kind == "timing")

    def _state(self):
        self.env.invalidate_all()
        return self.check.state

    def _accept(self):
        check = self.check.with_user(self.lead)
        check.evidence = "The auditors asked for it"
        check.action_confirm()

    def test_without_a_day_there_is_nothing_to_judge(self):
        self.assertEqual(self._state(), "missing")
        self.assertFalse(self.phase.timing_warnings)

    def test_near_a_month_end_in_working_days(self):
        # May 2026 ends on a Sunday.
        for day, near in (
            ("2026-05-21", False),
            ("2026-05-22", True),
            ("2026-05-31", True),
            ("2026-06-05", True),
            ("2026-06-08", False),
        ):
            self.phase.planned_go_live = day
            self.assertEqual(bool(self.phase.timing_warnings), near, day)
            self.assertEqual(self._state(), "fail" if near else "pass", day)

    def test_public_holidays_are_no_working_days(self):
        self.phase.planned_go_live = "2026-05-21"
        self.assertFalse(self.phase.timing_warnings)
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.other_company.id,
                "date_from": "2026-05-24 17:00:00",
                "date_to": "2026-05-25 16:59:59",
            }
        )
        self.env.invalidate_all()
        self.assertFalse(self.phase.timing_warnings, "another company's holiday")
        holiday.company_id = self.company
        self.env.invalidate_all()
        self.assertIn("month end", self.phase.timing_warnings)

    def test_two_go_lives_within_two_weeks(self):
        self.phase.planned_go_live = "2026-04-10"
        other = self._new_phase(self._new_department("Inventory"), sequence=20, planned_go_live="2026-04-23")
        self.assertIn("Accounting goes live on", other.timing_warnings)
        self.env.invalidate_all()
        self.assertIn("Inventory goes live on", self.phase.timing_warnings)
        other.planned_go_live = "2026-04-24"
        self.assertNotIn("Accounting", other.timing_warnings or "")
        other.planned_go_live = "2026-04-13"
        self.assertIn("Accounting", other.timing_warnings)
        self.phase.with_user(self.lead).action_cancel()
        self.assertFalse(other.timing_warnings, "a cancelled one needs no helpers")

    def test_accepted_with_a_reason_until_the_day_moves(self):
        self.phase.planned_go_live = "2026-05-29"
        check = self.check.with_user(self.lead)
        with self.assertRaisesRegex(UserError, "Write down"):
            check.action_confirm()
        self._accept()
        self.assertEqual(self._state(), "pass")
        self.assertIn("The auditors asked for it", self.check.detail)
        self.assertEqual(self.check.confirmed_by_id, self.lead)
        self.phase.planned_go_live = "2026-05-29"
        self.assertEqual(self._state(), "pass", "the day hasn't moved")
        # A champion may move the day, and can't keep the acceptance of another.
        self._open_gate()
        self.phase.with_user(self.champion).planned_go_live = "2026-06-01"
        self.assertEqual(self._state(), "fail")
        self.assertFalse(self.check.confirmed_by_id)
        self.phase.planned_go_live = "2026-05-29"
        self.assertEqual(self._state(), "fail", "moving back revives nothing")

    def test_a_new_warning_is_not_accepted_yet(self):
        self.phase.planned_go_live = "2026-05-29"
        self._accept()
        other = self._new_phase(self._new_department("Inventory"), sequence=20, planned_go_live="2026-06-15")
        self.assertEqual(self._state(), "pass")
        other.planned_go_live = "2026-06-09"
        self.assertEqual(self._state(), "fail")
        self.assertIn("Inventory", self.check.detail)
        self._accept()
        self.assertEqual(self._state(), "pass")

    def test_nothing_to_accept(self):
        self.phase.planned_go_live = "2026-05-13"
        with self.assertRaisesRegex(UserError, "no warning to accept"):
            self._accept()

    def test_acceptance_can_not_be_forged(self):
        self.phase.planned_go_live = "2026-05-29"
        with self.assertRaises(UserError):
            self.check.with_user(self.lead).accepted_warnings = ["month_end:2026-05-31"]

    def test_live_phases_are_not_warned_any_more(self):
        self.phase.planned_go_live = "2026-05-29"
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        self.env.invalidate_all()
        self.assertFalse(self.phase.timing_warnings)

    def test_warnings_cost_the_same_for_many_phases(self):
        def queries(phases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(any(phases.mapped("timing_warnings")))
            phases.gate_check_ids.filtered(lambda c: c.kind in ("timing", "order")).mapped("state")
            return self.env.cr.sql_log_count - before

        few = self.phase | self._new_phase(self._new_department("Dep"), sequence=20, planned_go_live="2026-05-29")
        self.phase.planned_go_live = "2026-05-20"
        queries(few)  # warms what is cached once
        few_queries = queries(few)
        many = few
        for number in range(30):
            many |= self._new_phase(
                self._new_department(f"Dep {number}"),
                sequence=30 + number,
                planned_go_live=f"2026-07-{number + 1:02}",
            )
        self.assertEqual(queries(many), few_queries)

    def test_a_company_without_a_working_schedule(self):
        self.company.resource_calendar_id = False
        self.phase.planned_go_live = "2026-05-22"
        self.assertIn("month end", self.phase.timing_warnings)
