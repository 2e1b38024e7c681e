from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestPeopleWhoLeave(LogCase):
    """What the log asks of owners, champions and others is asked of somebody who can do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items.search([]).overdue_noticed = True
        cls.other = cls._new_user("other", "rollout_phase.group_rollout_lead")
        cls.owner = cls._new_user("owner", "rollout_phase.group_rollout_lead")

    def _overdue(self, **values):
        item = self._new_item(open_since=fields.Datetime.now() - timedelta(days=15), **values)
        self._run_cron("rollout_log.ir_cron_log_overdue")
        return item

    def test_the_owner_leaves(self):
        item = self._overdue(user_id=self.owner.id)
        self.assertEqual(item.activity_ids.user_id, self.owner)
        self.owner.action_archive()
        self.assertEqual(item.activity_ids.user_id, self.lead)
        self._run_cron("rollout_log.ir_cron_log_overdue")
        self.assertEqual(len(item.activity_ids), 1)

    def test_a_task_is_handed_on_and_back(self):
        item = self._overdue()
        for user in (self.champion, self.lead):
            item.activity_ids.with_user(self.lead).user_id = user
            self.assertEqual(item.activity_ids.user_id, user)
        self.program.lead_id = self.other
        self.assertEqual(item.activity_ids.user_id, self.other, "it is the lead's again, whoever that is")

    def test_the_owner_has_left(self):
        self.owner.action_archive()
        self.assertEqual(self._overdue(user_id=self.owner.id).activity_ids.user_id, self.lead)

    def test_the_owner_has_no_part_in_the_launch(self):
        self.owner.group_ids = self.env.ref("base.group_user")
        self.assertEqual(self._overdue(user_id=self.owner.id).activity_ids.user_id, self.lead)
        self.owner.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        self.assertEqual(self.items.search([("user_id", "=", self.owner.id)]).activity_ids.user_id, self.owner)

    def test_the_owner_changes(self):
        item = self._overdue(user_id=self.owner.id)
        item.with_user(self.lead).user_id = self.champion
        self.assertEqual(item.activity_ids.user_id, self.champion)
        item.with_user(self.lead).user_id = False
        self.assertEqual(item.activity_ids.user_id, self.lead)

    def test_owner_and_lead_leave(self):
        item, leads_own = self._overdue(user_id=self.owner.id), self._overdue()
        (self.owner | self.lead).action_archive()
        self.assertEqual((item | leads_own).activity_ids.user_id, self.other)
        self.program.lead_id = self.staff
        self.assertEqual((item | leads_own).activity_ids.user_id, self.other, "a lead without the role can't do it")

    def _need_training(self):
        item = self._new_item("Returns", phase_id=self.accounting.id)
        item.with_user(self.lead)._decide("training", "An hour")
        return item.training_activity_id

    def test_the_champion_leaves(self):
        task = self._need_training()
        self.assertEqual(task.user_id, self.champion)
        champion = self.accounting.champion_ids
        champion.employee_id.action_archive()
        self.assertEqual(task.user_id, self.lead, "who has left the company is no champion any more")
        champion.employee_id.action_unarchive()
        self.assertEqual(task.user_id, self.champion)
        self.champion.action_archive()
        self.assertEqual(task.user_id, self.lead)
        self.assertEqual(self._need_training().user_id, self.lead)
        self.champion.action_unarchive()
        self.assertEqual(task.user_id, self.champion)

    def test_the_champion_is_replaced(self):
        task = self._need_training()
        new = self._new_user("new_champion", "rollout_phase.group_rollout_champion")
        employee = self._new_employee("new", self.accounting.department_id, user_id=new.id)
        self.accounting.champion_ids.employee_id = employee
        self.assertEqual(task.user_id, new)
        self.accounting.champion_ids.unlink()
        self.assertEqual(task.user_id, self.lead)

    def test_who_leads_follows_the_log(self):
        item, own = self._new_item(), self._new_item(user_id=self.lead.id)
        (item | own).message_subscribe(self.lead.partner_id.ids)
        self.program.lead_id = self.other
        self.assertNotIn(self.lead.partner_id, item.message_partner_ids)
        self.assertIn(self.other.partner_id, item.message_partner_ids)
        self.assertIn(self.lead.partner_id, own.message_partner_ids, "it is theirs to see to")

    def test_a_critical_item_wakes_somebody(self):
        (self.lead | self.owner).action_archive()
        item = self._new_item(critical=True, user_id=self.owner.id, phase_id=self.accounting.id)
        self.assertEqual(item._get_critical_users(), self.other | self.champion)
        self.accounting.champion_ids.employee_id.active = False
        self.assertEqual(item._get_critical_users(), self.other)
