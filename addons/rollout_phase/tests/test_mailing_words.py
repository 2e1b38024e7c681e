"""The ledger is read in words, and what waits in it leaves with its row."""

from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestMailingWords(RolloutCase):
    def _queue(self, purpose, period):
        self.env["rollout.mailing"]._queue_once(
            self.program,
            purpose,
            period,
            self.lead,
            lambda user: user.email,
            lambda user: {"subject": "Hello", "body_html": "<p>Hello</p>"},
        )
        domain = [("program_id", "=", self.program.id), ("period", "=", period)]
        return self.env["rollout.mailing"].search(domain)

    def test_a_week_is_its_own_name(self):
        row = self._queue("test.mail", "2026-W48")
        self.assertEqual(row.period_name, "2026-W48")
        rows = self.env["rollout.mailing"].with_user(self.lead)
        for domain in ([("period_name", "ilike", "w48")], [("period_name", "=", "2026-W48")]):
            self.assertIn(row, rows.search(domain))
        self.assertNotIn(row, rows.search([("period_name", "ilike", "w49")]))
        self.env["res.lang"]._activate_lang("th_TH")
        self.assertEqual(row.with_context(lang="th_TH").period_name, "2569-W48", "the year that stands on the screen")

    def test_mails_leave_with_their_rows(self):
        row = self._queue("test.mail", "2026-W48")
        sent = self._queue("test.mail", "2026-W49")
        mails = {row_: self.env["mail.mail"].search([("rollout_mailing_id", "=", row_.id)]) for row_ in (row, sent)}
        mails[sent].state = "sent"
        (row | sent).unlink()
        self.assertFalse(mails[row].exists())
        self.assertTrue(mails[sent].exists())
