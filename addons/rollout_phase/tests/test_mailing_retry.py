from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestMailingRetry(RolloutCase):
    """A lead tries again what did not arrive."""

    def setUp(self):
        super().setUp()
        self.is_over = False
        self.unwanted = self.employees.browse()
        original = type(self.env["rollout.mailing"])._get_maker

        def get_maker(row):
            if row.purpose != "test.mail":
                return original(row)
            return None if self.is_over else lambda ids: self._queue(self.employees.browse(ids) - self.unwanted)

        self.patch(self.registry["rollout.mailing"], "_get_maker", get_maker)
        self.employees[0].work_email = "nowhere"
        self._queue(self.employees)
        self.rows = self._get_rows()
        self._get_row(1)._note_failure("unknown", "SMTPRecipientsRefused: {'x': (550, b'No such user')}")

    def _queue(self, employees):
        return self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.mail",
            "2026-W47",
            employees,
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello"},
        )

    def _get_rows(self):
        return self.env["rollout.mailing"].search([("program_id", "=", self.program.id)])

    def _get_row(self, number):
        return self._get_rows().filtered(lambda row: row.res_id == self.employees[number].id)

    def _get_mails(self):
        return self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])

    def test_to_the_address_that_people_have_now(self):
        self.employees[0].work_email = "ann@launching.example.com"
        self.employees[1].work_email = "bo.new@launching.example.com"
        rows = self.rows.with_user(self.lead)
        self.assertEqual(rows.filtered("can_retry").mapped("state"), ["failed", "set_aside"])
        rows.action_retry()
        self.assertEqual(set(self._get_rows().mapped("state")), {"queued"})
        addresses = self._get_mails().mapped("email_to")
        self.assertEqual(len(addresses), 4, "what was on its way isn't sent twice")
        self.assertIn("bo.new@launching.example.com", addresses)
        with self.assertRaises(UserError):
            self._get_rows().with_user(self.lead).action_retry()
        self.assertEqual(len(self._get_mails()), 4)

    def test_what_came_back_is_sent_anew_under_another_id(self):
        row = self._get_row(2)
        old = row.message_id
        self._get_mails().filtered(lambda mail: mail.rollout_mailing_id == row).write({"state": "sent"})
        row._mark_unreached("bounced", "returned", "5.2.2")
        row.with_user(self.lead).action_retry()
        self.assertEqual(self._get_row(2).state, "queued")
        self.assertNotEqual(self._get_row(2).message_id, old)

    def test_what_yields_nothing_stays_with_its_reason(self):
        """Who has no mail any more, or still no address, isn't said to have got one."""
        self.employees[0].work_email = "still nowhere"
        self.unwanted = self.employees[1]
        row = self._get_row(1)
        mail = self._get_mails().filtered(lambda mail: mail.rollout_mailing_id == row)
        mail.write({"state": "exception"})
        notice = (self._get_row(0) | row).with_user(self.lead).action_retry()["params"]
        self.assertEqual(self._get_row(1), row)
        self.assertEqual((row.state, row.res_model), ("failed", "hr.employee"))
        self.assertIn("No such user", row.reason_text)
        self.assertTrue(mail.exists())
        self.assertEqual(self._get_row(0).state, "set_aside")
        self.assertEqual(notice["type"], "warning")
        self.assertIn("Tried again: 0", notice["message"])
        self.assertIn("Without a new mail: 2", notice["message"])
        self.assertIn("No valid e-mail address", notice["message"])
        self.assertIn("don't get this mail any more", notice["message"])
        self.employees[0].work_email = "ann@launching.example.com"
        notice = (self._get_row(0) | row).with_user(self.lead).action_retry()["params"]
        self.assertIn("Tried again: 1", notice["message"])
        self.assertIn("Without a new mail: 1", notice["message"])
        self.unwanted = self.employees.browse()
        notice = row.with_user(self.lead).action_retry()["params"]
        self.assertEqual((notice["type"], notice["message"]), ("success", "Tried again: 1"))
        self.assertEqual(len(self._get_rows()), 4)
        self.assertFalse(row.exists() or mail.exists())

    def test_not_once_its_time_is_over(self):
        self.is_over = True
        self.assertFalse(any(self.rows.with_user(self.lead).mapped("can_retry")))
        with self.assertRaisesRegex(UserError, "out of date"):
            self.rows.with_user(self.lead).action_retry()
        self.assertEqual(len(self._get_rows()), 4)

    def test_one_click_to_the_address(self):
        action = self._get_row(1).with_user(self.lead).action_open_recipient()
        self.assertEqual(action["res_id"], self.employees[1].id)
        self.assertTrue(self.env[action["res_model"]].with_user(self.lead).browse(action["res_id"]).name)
