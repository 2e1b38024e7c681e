"""A company's launch is that of its branches, too; other companies have no part in it."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import RolloutCase
from .common_branches import BranchesCase


@tagged("post_install", "-at_install")
class TestBranches(BranchesCase, RolloutCase):
    def test_staff_of_company_and_branches(self):
        self.assertEqual(self.drivers_phase.staff_count, 3)
        self.assertEqual(self.program._get_staff_by_phase()[self.drivers_phase], self.drivers[:3])

    def test_who_is_left_out_is_named_with_their_number(self):
        self.assertRegex(self.drivers_phase.staff_warning, "^1 more work in this department.*Launching Ltd")
        self.assertFalse(self.phase.staff_warning)
        self.drivers[3].company_id = self.harbour
        self.drivers_phase.invalidate_recordset()
        self.assertFalse(self.drivers_phase.staff_warning)
        self.assertEqual(self.drivers_phase.staff_count, 4)

    def test_program_of_a_branch_is_not_its_parents(self):
        program = self.env["rollout.program"].create({"name": "North", "company_id": self.north.id})
        phase = self.env["rollout.phase"].create({"program_id": program.id, "department_id": self.shared.id})
        self.assertEqual(program._get_staff_by_phase()[phase], self.drivers[1:3])
        self.assertRegex(phase.staff_warning, "^2 more")
        with self.assertRaises(ValidationError):
            self.env["rollout.phase"].create({"program_id": program.id, "department_id": self.department.id})

    def test_department_of_a_branch(self):
        department = self._new_department("Harbour", company_id=self.harbour.id)
        self._new_phase(department)
        with self.assertRaises(ValidationError):
            self.program.company_id = self.other_company
        with self.assertRaisesRegex(ValidationError, "nor of one of its branches"):
            self._new_phase(self._new_department("Foreign", company_id=self.other_company.id))

    def test_people_of_branches_take_part(self):
        """Named as champion or owner; nobody of another company is."""
        for employee in self.drivers[:3]:
            self.env["rollout.champion"].create({"phase_id": self.drivers_phase.id, "employee_id": employee.id})
        foreigner = self.drivers[3].id
        creations = [
            ("rollout.champion", {"employee_id": foreigner}),
        ]
        for model, values in creations:
            with self.assertRaisesRegex(ValidationError, "nor of one of its branches"):
                self.env[model].create({"phase_id": self.drivers_phase.id, **values})

    def test_staff_of_a_branch_read_the_programs_public_face(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        public = (self.program, self.phase, self.drivers_phase, self.program.signature_id)
        checks = self.phase.gate_check_ids
        for user in (self.branch_staff, self.branch_champion, self.branch_lead):
            for records in public:
                self.assertTrue(self._can(user, "read", records), (user.login, records))
                self.assertFalse(self._can(user, "write", records), (user.login, records))
            self.assertFalse(self._can(user, "read", checks), user.login)
            self.assertFalse(self._can(user, "write", checks), user.login)
        with self.assertRaises(AccessError):
            self.program.with_user(self.branch_lead).name = "Ours"
        with self.assertRaises(AccessError):
            self.env["rollout.champion"].with_user(self.branch_lead).create(
                {"phase_id": self.phase.id, "employee_id": self.drivers[1].id}
            )

    def test_champion_of_a_branch_works_on_their_phase(self):
        self.env["rollout.champion"].create({"phase_id": self.drivers_phase.id, "employee_id": self.drivers[1].id})
        self.assertTrue(self._can(self.branch_champion, "write", self.drivers_phase))
        self.assertFalse(self._can(self.branch_champion, "write", self.phase))

    def test_leads_of_the_company_see_all_of_it(self):
        for records in (self.drivers_phase, self.drivers_phase.gate_check_ids):
            self.assertTrue(self._can(self.lead, "write", records))

    def test_companies_that_have_nothing_to_do_with_each_other(self):
        for records in (self.program, self.phase, self.phase.gate_check_ids):
            self.assertFalse(self._can(self.stranger, "read", records))
        # The company itself has no part in what a branch launches on its own.
        program = self.env["rollout.program"].create({"name": "North", "company_id": self.north.id})
        self.assertFalse(self._can(self.lead, "read", program))
        self.assertTrue(self._can(self.branch_lead, "write", program))
