from odoo import Command
from odoo.tests import tagged

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestPeopleWhoLeave(ReviewCase):
    """What follows from a review or a comment is asked of somebody who can do it."""

    def test_who_is_to_do_something_after_a_review(self):
        review = self.env["rollout.review"].create({"program_id": self.program.id})
        review.action_ids = [
            Command.create({"name": "Tell", "owner_id": self.staff.partner_id.id, "date_deadline": "2030-01-01"})
        ]
        with self._at(review.start):
            review.with_user(self.lead).action_close()
        task = review.activity_ids
        self.assertEqual(task.user_id, self.staff)
        self.staff.action_archive()
        self.assertEqual(task.user_id, self.lead)
        self.staff.action_unarchive()
        self.assertEqual(task.user_id, self.staff)

    def test_the_partner_s_comment_reaches_somebody(self):
        other, owner = (self._new_user(name, "rollout_phase.group_rollout_lead") for name in ("other", "owner"))
        item = self._new_item("Returns", user_id=owner.id, partner_summary="x", shared_with_partner=True)
        owner.action_archive()
        self.env["rollout.log.comment"]._add_from_partner(item, self.program.partner_id, "Yes", False)
        self.assertEqual(item.message_ids[0].partner_ids, self.lead.partner_id)
        self.lead.action_archive()
        self.env["rollout.log.comment"]._add_from_partner(item, self.program.partner_id, "No", False)
        self.assertEqual(item.message_ids[0].partner_ids, other.partner_id)

    def test_the_lead_changes(self):
        """Who leads follows the reviews, too, as far as the lead before did."""
        other = self._new_user("other", "rollout_phase.group_rollout_lead")
        review = self.env["rollout.review"].create({"program_id": self.program.id})
        review.message_subscribe(self.lead.partner_id.ids)
        self.program.lead_id = other
        self.assertNotIn(self.lead.partner_id, review.message_partner_ids)
        self.assertIn(other.partner_id, review.message_partner_ids)
