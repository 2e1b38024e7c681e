from datetime import timedelta

from odoo.tests import tagged

from .common import GO_LIVE, KpiCase


@tagged("post_install", "-at_install")
class TestPeopleWhoLeave(KpiCase):
    """What only people can say about a number is asked of somebody who can, whoever leaves."""

    def setUp(self):
        super().setUp()
        self.other = self._new_user("other", "rollout_phase.group_rollout_lead")
        self.tracking = self._track()
        self._enter_baseline(self.tracking)
        self._go_live()

    def _run(self):
        self._run_readings(GO_LIVE + timedelta(days=30))

    def test_the_lead_leaves_after_being_asked(self):
        self._run()
        task = self.tracking.request_activity_id
        self.assertEqual(task.user_id, self.lead)
        self.lead.action_archive()
        self.assertEqual(self.tracking.request_activity_id, task, "it hasn't vanished with the lead")
        self.assertEqual(task.user_id, self.other)
        self._run()
        self.assertEqual(self.phase.activity_ids, task, "asked once")
        new = self._new_user("new", "rollout_phase.group_rollout_lead")
        self.program.lead_id = new
        self.assertEqual(task.user_id, new)

    def test_the_lead_has_left(self):
        self.lead.action_archive()
        self._run()
        self.assertEqual(self.tracking.request_activity_id.user_id, self.other)
        self.assertEqual(self.tracking.request_day, 30)

    def test_nobody_is_left(self):
        (self.lead | self.other | self.sponsor).action_archive()
        self._run()
        task = self.tracking.request_activity_id
        self.assertTrue(task)
        self.assertFalse(task.user_id)
        self.other.action_unarchive()
        self.assertEqual(task.user_id, self.other)

    def test_warnings_of_the_lead(self):
        task = self.phase._warn_lead(lambda lang: ("Slower than before", "10 < 12"))
        self.assertIn("10 &lt; 12", task.note)
        self.lead.group_ids = self.env.ref("base.group_user")
        self.assertEqual(task.user_id, self.other)
        self.lead.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        self.assertEqual(task.user_id, self.lead)

    def test_the_alarm_is_mailed_to_who_is_there(self):
        self.lead.action_archive()
        self.assertEqual(self.program._get_reachable_heads(), self.sponsor | self.other)
        self.sponsor.action_archive()
        self.assertEqual(self.program._get_reachable_heads(), self.other)
