from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_notes import NotesCase


@tagged("post_install", "-at_install")
class TestKeptNotes(NotesCase, RolloutCase):
    """What is decided on a request stays as it was said, and nobody says anything there in another's name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = (
            cls.env["rollout.customization.request"]
            .with_user(cls.staff)
            .create({"name": "A button", "phase_id": cls.phase.id})
        )

    def test_nobody_speaks_for_somebody_else(self):
        self._assert_nobody_speaks_for(self.sponsor.partner_id, self.staff, self.request)

    def test_no_mailing_is_sent_in_another_name(self):
        self._assert_no_mailing_in_another_name(self.sponsor.partner_id, self.staff, self.request)

    def test_a_notification_names_no_record_that_is_not_its_reader_s(self):
        note = self.request.with_user(self.lead).message_post(body="Look", partner_ids=self.sponsor.partner_id.ids)
        for user, told in ((self.stranger, False), (self.sponsor, True)):
            [found] = (
                self.env["mail.notification"]
                .with_user(user)
                .search_read([("mail_message_id", "=", note.id)], ["mail_message_id"], limit=1)
            )
            self.assertEqual("A button" in found["mail_message_id"][1], told, user.login)

    def test_decisions_are_kept(self):
        self.request.with_user(self.sponsor)._decide("exception", "The law wants it")
        self._assert_kept(self.request, "Exception Granted")
        self._assert_kept(self.phase, "granted for a request")

    def test_what_the_system_writes_is_answered_by_a_person(self):
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "in.example.com"})
        robot = self.env.ref("base.partner_root")
        for author in (robot.id, False):
            reply_to = self.request._notify_get_reply_to(robot.email, author)[self.request.id]
            self.assertIn("lead@", reply_to)
        own = self.request._notify_get_reply_to("ann@launching.example.com", self.sponsor.partner_id.id)
        self.assertNotIn("lead@", own[self.request.id], "what a person writes is answered as everywhere in Odoo")
