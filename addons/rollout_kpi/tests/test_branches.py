"""What a branch's people read of the numbers of their company's launch."""

from odoo.tests import new_test_user, tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestBranches(KpiCase):
    def test_champion_reads_and_lead_of_a_branch_does_not(self):
        north = self.env["res.company"].create({"name": "Launching North", "parent_id": self.company.id})
        user = {"company_id": north.id, "company_ids": north.ids}
        champion, lead = (
            new_test_user(self.env, login=f"north_{role}", groups=f"rollout_phase.group_rollout_{role}", **user)
            for role in ("champion", "lead")
        )
        department = self.env["hr.department"].create({"name": "Drivers", "company_id": False})
        phase = self.env["rollout.phase"].create({"program_id": self.program.id, "department_id": department.id})
        driver = self.env["hr.employee"].create(
            {"name": "Driver", "company_id": north.id, "department_id": department.id, "user_id": champion.id}
        )
        tracking = self._track()
        self.assertFalse(tracking.with_user(champion).has_access("read"), "champion of nothing here")
        self.env["rollout.champion"].create({"phase_id": phase.id, "employee_id": driver.id})
        self.env.flush_all()
        for records in (tracking, tracking.kpi_id):
            self.assertTrue(records.with_user(champion).has_access("read"))
            self.assertFalse(records.with_user(champion).has_access("write"))
            self.assertTrue(records.with_user(self.lead).has_access("write"))
        for operation in ("read", "write"):
            self.assertFalse(tracking.with_user(lead).has_access(operation))
            self.assertFalse(tracking.with_user(self.stranger).has_access(operation))
