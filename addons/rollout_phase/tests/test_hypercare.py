from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestHypercare(RolloutCase):
    def _go_live(self):
        self._open_gate()
        with freeze_time("2026-03-02"):
            self.phase.with_user(self.lead).action_go_live()

    def test_exit_is_refused_then_allowed(self):
        self._go_live()
        phase = self.phase.with_user(self.lead)
        self.assertFalse(phase.exit_open)
        with self.assertRaisesRegex(UserError, "The first month is closed in Odoo: Nobody has"):
            phase.action_mark_stable()
        self.assertEqual(phase.stage_code, "live")
        self._meet_exit_criteria()
        self.assertTrue(phase.exit_open)
        phase.action_mark_stable()
        self.assertEqual(phase.stage_code, "stable")
        notes = phase.message_ids.mapped("body")
        self.assertTrue(any("Hypercare has ended" in note for note in notes))

    def test_exit_criteria_are_no_part_of_the_gate(self):
        self._open_gate()
        self.assertTrue(self.phase.gate_open)
        self.assertEqual(self.phase.gate_total, len(self.phase.gate_check_ids))
        self.assertEqual(self.phase.exit_total, len(self.phase.exit_check_ids))
        self.assertFalse(self.phase.exit_open)
        self.assertFalse(self.phase.exit_check_ids & self.phase.gate_check_ids)

    def test_a_check_does_not_change_its_moment(self):
        check = self.phase.gate_check_ids[0].with_user(self.lead)
        with self.assertRaises(UserError):
            check.moment = "stable"

    def test_hypercare_end_is_a_hint(self):
        self.assertFalse(self.phase.hypercare_end)
        self._go_live()
        self.assertEqual(self.phase.hypercare_end, date(2026, 5, 1))

    def test_checks_added_later_only_for_moments_ahead(self):
        self._go_live()
        self.phase.gate_check_ids.unlink()
        self.phase.exit_check_ids.unlink()
        self.phase._add_missing_gate_checks()
        self.assertFalse(self.phase.gate_check_ids)
        self.assertIn("manual", self.phase.exit_check_ids.mapped("kind"))
