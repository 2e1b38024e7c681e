from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestOverride(RolloutCase):
    def _override(self, user, reason="The old system is switched off on Friday"):
        wizard = (
            self.env["rollout.gate.override.wizard"]
            .with_user(user)
            .create({"phase_id": self.phase.id, "reason": reason})
        )
        wizard.action_override()
        return self.phase.override_ids

    def test_sponsor_opens_the_gate_with_a_reason(self):
        self.assertTrue(self.phase.with_user(self.sponsor).can_override)
        with self.assertRaises(UserError):
            self._override(self.sponsor, reason="  ")
        override = self._override(self.sponsor)
        self.assertTrue(self.phase.gate_open)
        self.assertIn("Champions are named", override.findings)
        self.phase.with_user(self.lead).action_go_live()
        self.assertEqual(self.phase.stage_code, "live")
        notes = "".join(self.phase.message_ids.mapped("body"))
        self.assertIn("switched off on Friday", notes)
        self.assertEqual(self.phase.override_ids, override, "shown for good")

    def test_what_fails_later_is_not_overridden(self):
        self._override(self.sponsor)
        self.phase.gate_check_ids = [(0, 0, {"name": "The tills are connected"})]
        self.assertFalse(self.phase.gate_open)
        with self.assertRaisesRegex(UserError, "The tills are connected"):
            self.phase.with_user(self.lead).action_go_live()

    def test_nothing_to_override(self):
        self._open_gate()
        with self.assertRaises(UserError):
            self._override(self.sponsor)

    def test_an_override_can_not_be_changed_or_removed(self):
        override = self._override(self.sponsor)
        for action in (lambda o: o.write({"reason": "x"}), lambda o: o.unlink()):
            with self.assertRaises(UserError):
                action(override)
        with self.assertRaises(UserError):
            override.with_user(self.lead).create(
                {
                    "phase_id": self.phase.id,
                    "user_id": self.sponsor.id,
                    "date": "2026-01-01 00:00:00",
                    "reason": "forged",
                    "findings": "none",
                }
            )
        with self.assertRaisesRegex(UserError, "has a history"):
            self.phase.unlink()
