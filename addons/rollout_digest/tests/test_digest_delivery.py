from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.bounce import Bounce

from .common import MONDAY, DigestCase, bangkok


@tagged("post_install", "-at_install")
class TestDigestDelivery(DigestCase):
    """A digest that has not arrived is sent again, as long as its week isn't over."""

    def setUp(self):
        super().setUp()
        self._run(bangkok(MONDAY, 8))
        self.row = self._get_rows()
        self.env["rollout.mailing"]._note_bounce(Bounce((self.row.message_id,), "5.1.1"))

    def _get_rows(self):
        return self.env["rollout.mailing"].search(
            [
                ("program_id", "=", self.program.id),
                ("purpose", "=", "rollout_digest.digest"),
                ("res_id", "=", self.sponsor.id),
            ]
        )

    def _retry(self, moment):
        with freeze_time(moment):
            message = self.row.with_user(self.lead).action_retry()["params"]["message"]
        self.env.invalidate_all()
        return message

    def test_replies_go_to_the_lead(self):
        mails = self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])
        self.assertTrue(mails)
        self.assertTrue(all("lead@" in mail.reply_to for mail in mails))

    def test_it_is_retried(self):
        self._retry(bangkok(MONDAY, 9))
        new = self._get_rows()
        self.assertEqual((len(new), new.state), (1, "queued"))
        self.assertNotEqual(new, self.row)

    def test_not_once_its_week_is_over(self):
        with self.assertRaisesRegex(UserError, "out of date"):
            self._retry(bangkok(MONDAY.replace(day=20), 9))
        self.assertEqual((self._get_rows(), self.row.state), (self.row, "bounced"))

    def test_not_to_who_has_ended_it(self):
        self.env["rollout.digest.optout"].create({"program_id": self.program.id, "user_id": self.sponsor.id})
        self.assertIn("Tried again: 0", self._retry(bangkok(MONDAY, 9)))
        self.assertEqual(self.row.state, "bounced")
