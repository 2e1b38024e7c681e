"""A company's work is that of its branches, too; other companies have no part in it."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_branches import BranchesCase

from .common import MapCase

MODELS = {"rollout.workflow": {"name": "Load"}, "rollout.shadow.system": {"name": "Tours.xlsx"}}


@tagged("post_install", "-at_install")
class TestBranches(BranchesCase, MapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.drivers_phase.id, "employee_id": cls.drivers[1].id})
        cls._map_work(cls.phase)
        cls._map_work(cls.drivers_phase)

    def test_people_of_branches_take_part(self):
        """Named as owner; nobody of another company is."""
        foreigner = self.drivers[3].id
        for model, values in MODELS.items():
            values = {**values, "phase_id": self.drivers_phase.id}
            with self.assertRaisesRegex(ValidationError, "nor of one of its branches"):
                self.env[model].create({**values, "owner_id": foreigner})
            record = self.env[model].create({**values, "owner_id": self.drivers[2].id})
            with self.assertRaisesRegex(ValidationError, "nor of one of its branches"):
                record.owner_id = foreigner

    def test_staff_and_leads_of_a_branch_read_nothing_of_it(self):
        for user in (self.branch_staff, self.branch_lead, self.stranger):
            for records in (self.phase.workflow_ids, self.phase.shadow_system_ids):
                self.assertFalse(self._can(user, "read", records), (user.login, records))
                self.assertFalse(self._can(user, "write", records), (user.login, records))

    def test_champion_of_a_branch_works_on_their_phase(self):
        for model, values in MODELS.items():
            records = self.env[model].with_user(self.branch_champion)
            self.assertTrue(records.create({"phase_id": self.drivers_phase.id, **values}).id)
            with self.assertRaises(AccessError):
                records.create({"phase_id": self.phase.id, **values})
        self.assertTrue(self._can(self.branch_champion, "read", self.phase.workflow_ids), "of the program, read only")
        self.assertFalse(self._can(self.branch_champion, "write", self.phase.workflow_ids))

    def test_who_is_champion_of_nothing_here_reads_nothing(self):
        self.drivers_phase.champion_ids.unlink()
        self.env.flush_all()
        for records in (self.phase.workflow_ids, self.phase.shadow_system_ids):
            self.assertFalse(self._can(self.branch_champion, "read", records))

    def test_leads_of_the_company_see_all_of_it(self):
        for records in (self.drivers_phase.workflow_ids, self.drivers_phase.shadow_system_ids):
            self.assertTrue(self._can(self.lead, "write", records))
