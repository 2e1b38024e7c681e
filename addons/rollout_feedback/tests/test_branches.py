"""Whoever works for a branch is asked, and may speak, in the company's launch."""

from odoo.tests import tagged

from .common import FeedbackCase


@tagged("post_install", "-at_install")
class TestBranches(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.env["res.company"].create({"name": "Launching North", "parent_id": cls.company.id})
        cls.northerner = cls._new_user("northerner", "base.group_user", company=cls.north)
        cls.shared = cls.env["hr.department"].create({"name": "Drivers", "company_id": False})
        cls.drivers = cls.env["hr.employee"]
        for name, company in (("North", cls.north), ("Near", cls.company), ("Far", cls.other_company)):
            cls.drivers += cls._new_employee(name, cls.shared, company_id=company.id)
        cls.drivers[0].user_id = cls.northerner
        cls.phase = cls._new_phase(cls.shared)

    def test_invited(self):
        asked = [e for e, department in self.program._get_feedback_invitees().items() if department == self.shared.id]
        self.assertEqual(set(asked), set(self.drivers[:2]))

    def test_note_from_the_button(self):
        self.assertEqual(self.program._find_note_target(self.northerner), (self.program, self.phase))
        self.assertIn("thanks", self.program._take_note(self.northerner, {"text": "The scanner is slow"}))
        far = self._new_user("far", "base.group_user", company=self.other_company)
        self.drivers[2].user_id = far
        self.assertIn("error", self.program._take_note(far, {"text": "Hello"}))
