"""Whoever works for a branch handles the log of their department, in the company's launch."""

from odoo.tests import tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestBranches(LogCase):
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

    def test_where_somebody_of_a_branch_may_speak(self):
        self.assertEqual(self.program._find_note_target(self.northerner), (self.program, self.phase))
        far = self._new_user("far", "base.group_user", company=self.other_company)
        self.drivers[2].user_id = far
        self.assertFalse(self.program._find_note_target(far)[0])

    def test_champion_of_a_branch_handles_the_log_of_their_phase(self):
        self.northerner.group_ids += self.env.ref("rollout_phase.group_rollout_champion")
        items = self.env["rollout.log.item"].create(
            [
                {"name": "Scanner", "program_id": self.program.id, "phase_id": phase.id}
                for phase in (self.phase, self.accounting)
            ]
        ) + self.env["rollout.log.item"].create({"name": "Anything", "program_id": self.program.id})
        as_northerner = items.with_user(self.northerner)
        self.assertFalse(any(item.has_access("read") for item in as_northerner), "champion of nothing here")
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.drivers[0].id})
        self.assertEqual([item.has_access("read") for item in as_northerner], [True, True, True])
        self.assertEqual([item.has_access("write") for item in as_northerner], [True, False, False])
        self.assertEqual([item.has_access("write") for item in items.with_user(self.lead)], [True, True, True])
        self.assertFalse(any(item.has_access("read") for item in items.with_user(self.stranger)))

    def test_log_of_a_branch_lead_is_their_own(self):
        self.northerner.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        item = self.env["rollout.log.item"].create({"name": "Anything", "program_id": self.program.id})
        self.assertFalse(item.with_user(self.northerner).has_access("read"))
        program = self.env["rollout.program"].create({"name": "North", "company_id": self.north.id})
        own = self.env["rollout.log.item"].create({"name": "Ours", "program_id": program.id})
        self.assertTrue(own.with_user(self.northerner).has_access("write"))
        self.assertFalse(own.with_user(self.lead).has_access("read"))
