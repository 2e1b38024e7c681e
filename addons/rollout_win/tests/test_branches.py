from odoo.tests import tagged

from .common import WinCase


@tagged("post_install", "-at_install")
class TestBranches(WinCase):
    """Whoever works for a branch has a part in the wins of the company's launch."""

    def test_a_win_is_told_to_branches_and_by_them(self):
        north = self.env["res.company"].create({"name": "Launching North", "parent_id": self.company.id})
        northerner = self._new_user("northerner", "base.group_user", company=north)
        shared = self.env["hr.department"].create({"name": "Drivers", "company_id": False})
        driver = self._new_employee("North", shared, company_id=north.id, user_id=northerner.id)
        self.env["rollout.phase"].create({"program_id": self.program.id, "department_id": shared.id})
        wins = self.env["rollout.win"]
        win = self._new_win("No paper any more", northerner, employee_ids=driver.ids)
        self.assertEqual(win.company_id, self.company)
        published = wins.create({"name": "Closed in five days", "program_id": self.program.id})
        published.action_publish()
        self.assertIn(published, wins.with_user(northerner).search([]))
        self.assertIn(northerner, self.program._get_wins_members())
        self.assertTrue(self.program.channel_id.with_user(northerner).has_access("read"))
