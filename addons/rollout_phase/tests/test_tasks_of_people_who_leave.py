from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestTasksOfPeopleWhoLeave(RolloutCase):
    """A task of the launch is always with somebody who can do it, whoever leaves and however they do."""

    def setUp(self):
        super().setUp()
        self.other = self._new_user("other", "rollout_phase.group_rollout_lead")
        self.task = self.phase._ask("lead", "mail.mail_activity_data_todo", lambda lang: (f"Look ({lang})", ""))

    def _assert_with(self, user, message=None):
        self.assertTrue(self.task.exists(), message or "the task is still there")
        self.assertEqual(self.task.user_id, user, message)

    def test_asked_of_the_lead(self):
        self._assert_with(self.lead)
        self.assertEqual(self.task.summary, f"Look ({self.lead.lang})")

    def test_ways_to_leave(self):
        lead, group = self.lead, self.env.ref("rollout_phase.group_rollout_lead")
        own, other = self.company, self.other_company
        ways = {
            "archived by the button": (lead.action_archive, lead.action_unarchive),
            "archived in the form": (
                lambda: self.lead.write({"active": False}), lambda: self.lead.write({"active": True}),
            ),
            "without the group": (
                lambda: self.lead.write({"group_ids": [Command.unlink(group.id)]}),
                lambda: self.lead.write({"group_ids": [Command.link(group.id)]}),
            ),
            "portal only": (
                lambda: self.lead.write({"group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}),
                lambda: self.lead.write(
                    {"group_ids": [Command.set((group | self.env.ref("base.group_user")).ids)]}
                ),
            ),
            "in another company": (
                lambda: lead.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]}),
                lambda: lead.write({"company_id": own.id, "company_ids": [Command.set(own.ids)]}),
            ),
        }  # fmt: skip
        for way, (leave, come_back) in ways.items():
            with self.subTest(way):
                leave()
                self._assert_with(self.other, f"{way}: another lead of the company is asked")
                come_back()
                self._assert_with(self.lead, f"{way}: the task comes back with its person")

    def test_a_group_that_loses_its_members_is_found_out_by_the_scheduled_action(self):
        self.env.ref("rollout_phase.group_rollout_lead").write({"user_ids": [Command.unlink(self.lead.id)]})
        self._place()
        self._assert_with(self.other)

    def _place(self):
        self._run_cron("rollout_phase.ir_cron_place_tasks")

    def test_deleted(self):
        self.program.lead_id = self.other
        self.program.message_unsubscribe(self.other.partner_id.ids)
        self.task.with_user(self.other).user_id = self.staff
        self.staff.unlink()
        self._assert_with(self.other, "it is the lead's now")

    def test_the_lead_is_replaced(self):
        self.program.lead_id = self.other
        self._assert_with(self.other)
        self.assertIn(self.other.partner_id, self.phase.message_partner_ids)
        self.assertNotIn(self.lead.partner_id, self.phase.message_partner_ids, "the old lead needn't follow it")

    def test_first_archived_then_replaced(self):
        self.other.action_archive()
        self.lead.action_archive()
        self._assert_with(self.sponsor, "nobody else is left")
        new = self._new_user("new", "rollout_phase.group_rollout_lead")
        self.program.lead_id = new
        self._assert_with(new)

    def test_nobody_is_left(self):
        (self.other | self.sponsor | self.lead).action_archive()
        self._assert_with(self.env["res.users"])
        asked = self.phase._ask("lead", "mail.mail_activity_data_todo")
        self.assertFalse(asked.user_id)
        new = self._new_user("new", "rollout_phase.group_rollout_lead")
        self._assert_with(new, "whoever gets the role is asked")
        self.assertEqual(asked.user_id, new)

    def test_whoever_is_asked_instead_is_told(self):
        before = self.env["mail.message"].search([])
        self.lead.action_archive()
        told = (self.env["mail.message"].search([]) - before).filtered(lambda message: message.model == "rollout.phase")
        self.assertEqual(told.partner_ids, self.other.partner_id)
        self.assertNotIn(self.lead.partner_id, self.phase.message_partner_ids)

    def test_what_a_person_settled_is_not_asked_anew(self):
        done = self.task
        gone = self.phase._ask("lead", "mail.mail_activity_data_todo")
        done.with_user(self.lead).action_feedback()
        gone.with_user(self.lead).action_cancel()
        self.lead.action_archive()
        self._place()
        self.assertFalse(self.phase.activity_ids)
        self.assertEqual(done.user_id, self.lead)

    def test_given_to_somebody_by_hand(self):
        self.task.with_user(self.lead).user_id = self.champion
        self._place()
        self._assert_with(self.champion, "it stays with whom the lead has chosen")
        self.champion.action_archive()
        self._assert_with(self.lead)
        self.champion.action_unarchive()
        self._assert_with(self.champion)

    def test_other_activities_are_none_of_ours(self):
        other = self.phase.activity_schedule("mail.mail_activity_data_todo", user_id=self.lead.id)
        self.lead.action_archive()
        self.assertFalse(other.exists(), "Odoo deletes them")

    def test_an_administrator_of_users_sees_nothing_of_the_launch(self):
        administrator = self._new_user("administrator", "base.group_erp_manager")
        self.lead.with_user(administrator).action_archive()
        self._assert_with(self.other)

    def test_a_phase_that_changes_its_program(self):
        program = self.env["rollout.program"].create(
            {"name": "Second", "company_id": self.company.id, "lead_id": self.other.id}
        )
        self.phase.program_id = program
        self._assert_with(self.other)
        program.lead_id = self.lead
        self._assert_with(self.lead)

    def test_the_same_queries_for_many_tasks(self):
        costs = []
        for count in (3, 40):
            self.phase.activity_ids.unlink()
            for _number in range(count):
                self.phase._ask("lead", "mail.mail_activity_data_todo")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.phase._get_asked_tasks()._place()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs)

    def test_nobody_sets_a_role_by_hand(self):
        with self.assertRaises(AccessError):
            self.task.with_user(self.lead).rollout_role = "named"
        self.assertFalse({"rollout_role", "rollout_user_id"} & self.task.with_user(self.lead).fields_get().keys())


@tagged("post_install", "-at_install")
class TestPeopleWarning(RolloutCase):
    """A lead or sponsor who can't do their part is shown on the program, beside what mends it."""

    def _warn(self):
        self.env.invalidate_all()
        return self.program.with_user(self.lead if self.lead.active else self.sponsor).people_warning

    def test_everybody_is_there(self):
        self.assertFalse(self._warn())

    def test_the_lead(self):
        other = self._new_user("other", "rollout_phase.group_rollout_lead")
        self.lead.name = "Odile"
        self.lead.action_archive()
        self.assertRegex(self._warn(), "Odile, the lead, can't sign in.*goes to rollout_other")
        self.lead.action_unarchive()
        self.lead.group_ids = self.env.ref("base.group_user")
        self.assertRegex(self._warn(), "doesn't have the role")
        self.program.lead_id = False
        self.assertRegex(self._warn(), "Nobody leads")
        self.program.lead_id = other
        self.assertFalse(self._warn())

    def test_the_sponsor(self):
        self.sponsor.action_archive()
        self.assertRegex(self._warn(), "the sponsor, can't sign in")
        self.program.sponsor_id = self.staff
        self.assertFalse(self._warn())

    def test_the_partner(self):
        self.program.partner_id = self.env["res.partner"].create({"name": "Steady Steps"})
        self.assertFalse(self._warn())
        self.program.partner_id.action_archive()
        self.assertRegex(self._warn(), "Steady Steps, the implementation partner, is archived")

    def test_what_is_over_needs_nobody(self):
        self.lead.action_archive()
        self.phase.sudo().stage_id = self.env["rollout.phase"]._get_stage("cancelled")
        self.assertFalse(self._warn())

    def test_one_click_from_what_mends_it(self):
        action = self.program.with_user(self.lead).action_change_people()
        self.assertEqual((action["res_id"], action["target"]), (self.program.id, "new"))
