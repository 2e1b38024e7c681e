from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestPhaseNote(RolloutCase):
    """A phase's notes are for those who work on it; its lessons are for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phase.note = "<p>Di is afraid of the tills</p>"
        cls.phase.lessons = "<p>Count twice</p>"

    def test_who_reads_notes(self):
        self.staff.group_ids += self.env.ref("base.group_allow_export")
        for user, expected in (
            (self.lead, True),
            (self.champion, True),
            (self.sponsor, True),
            (self.staff, False),
        ):
            phase = self.phase.with_user(user)
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual("afraid" in str(phase.read(["note"])), expected)
                self.assertEqual("afraid" in str(phase.web_read({"note": {}})), expected)
                self.assertIn("Count twice", str(phase.lessons))
        staff_phase = self.phase.with_user(self.staff)
        self.assertNotIn("afraid", str(staff_phase.export_data(["note"])))

    def test_searching_tells_nothing(self):
        phases = self.env["rollout.phase"].with_user(self.staff)
        for act in (
            lambda: phases.search([("note", "ilike", "afraid")]),
            lambda: phases.search([("note_ids.text", "ilike", "afraid")]),
            lambda: phases.formatted_read_group([], ["note"], ["__count"]),
            lambda: phases.search([], order="note"),
        ):
            with self.subTest(), suppress(UserError, ValueError):
                self.assertFalse(act())

    def test_who_writes_notes(self):
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        self.phase.with_user(self.champion).note = "<p>Better now</p>"
        self.env.invalidate_all()
        self.assertIn("Better now", self.phase.with_user(self.sponsor).note)
        for user in (self.staff, self.sponsor, self.stranger):
            with self.assertRaises(AccessError):
                self.phase.with_user(user).note = "x"
        self.phase.with_user(self.lead).note = False
        self.env.invalidate_all()
        self.assertFalse(self.phase.note)
