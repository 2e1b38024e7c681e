"""Staff of a company's branches ask for changes, too; other companies have no part in it."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_branches import BranchesCase


@tagged("post_install", "-at_install")
class TestBranches(BranchesCase, RolloutCase):
    def test_people_of_branches_take_part(self):
        """Named as asking person; nobody of another company is."""
        requests = self.env["rollout.customization.request"]
        values = {"name": "A map", "phase_id": self.drivers_phase.id}
        with self.assertRaisesRegex(ValidationError, "nor of one of its branches"):
            requests.create({**values, "employee_id": self.drivers[3].id})
        request = requests.create({**values, "employee_id": self.drivers[2].id})
        with self.assertRaisesRegex(ValidationError, "nor of one of its branches"):
            request.employee_id = self.drivers[3]

    def test_staff_of_a_branch_ask_for_a_change(self):
        requests = self.env["rollout.customization.request"].with_user(self.branch_staff)
        request = requests.create({"phase_id": self.drivers_phase.id, "name": "A map"})
        self.assertEqual(request.employee_id, self.drivers[2])
