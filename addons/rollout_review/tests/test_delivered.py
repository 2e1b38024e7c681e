from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_delivery import DeliveryCase

from ..models.rollout_log_comment import COMMENT_PURPOSE
from ..models.rollout_review import AGENDA_PURPOSE, MINUTES_PURPOSE
from .common import MONDAY, TUESDAY, ReviewCase


@tagged("post_install", "-at_install")
class TestDelivered(DeliveryCase, ReviewCase):
    def test_agenda_minutes_and_comments_are_retried_and_answered(self):
        item = self._new_item(
            "Printer", partner_summary="The printer", shared_with_partner=True, phase_id=self.accounting.id
        )
        review = self._prepare()
        with self._at(MONDAY + timedelta(hours=4)):
            review._send_agenda()
            self._retry(AGENDA_PURPOSE)
        with self._at(TUESDAY + timedelta(hours=1)):
            review.with_user(self.lead).action_close()
            self._retry(MINUTES_PURPOSE)
            self.env["rollout.log.comment"].with_user(self.lead).create({"item_id": item.id, "body": "Which one?"})
            self._retry(COMMENT_PURPOSE)

    def _find_mails(self, purpose):
        rows = self._get_rows(purpose)
        return self.env["mail.mail"].search([("rollout_mailing_id", "in", rows.ids)])

    def _retry(self, purpose):
        mails = self._find_mails(purpose)
        self.assertTrue(mails)
        for mail in mails:
            self.assertIn("lead@launching.example.com", mail.reply_to)
            self.assertIn("office@launching.example.com", mail.email_from)
        self._take()
        row = self._get_rows(purpose)[0]
        self._bounce(row)
        self.assertTrue(row.with_user(self.lead).can_retry, purpose)
        row.with_user(self.lead).action_retry()
        self.assertEqual(len(self._find_mails(purpose)), 1, purpose)
        self.assertEqual(self._get_rows(purpose, state="bounced").ids, [])

    def test_the_ledger_keeps_who_was_told(self):
        """Agendas and minutes leave once, however long ago."""
        review = self._prepare()
        with self._at(MONDAY + timedelta(hours=4)):
            review._send_agenda()
        with self._at(TUESDAY + timedelta(hours=1)):
            review.with_user(self.lead).action_close()
        rows = self._get_rows(AGENDA_PURPOSE) | self._get_rows(MINUTES_PURPOSE)
        self.assertEqual(len(rows), 4)
        with self._at(TUESDAY + timedelta(weeks=8)):
            self.env["rollout.mailing"]._gc_weekly_mails()
        self.assertEqual(len(rows.exists()), 4)
