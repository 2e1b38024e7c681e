from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.rollout_wave_invitation import REMINDER_PURPOSE
from .common import AFTER_WEEK, THURSDAY, FeedbackCase

SATURDAY = THURSDAY + timedelta(days=2)


@tagged("post_install", "-at_install")
class TestReminder(FeedbackCase):
    def setUp(self):
        super().setUp()
        self.program.feedback_reminder = True

    def _remind(self, moment=SATURDAY):
        with self._at(moment):
            self._run_cron("rollout_feedback.ir_cron_send_reminders")

    def _get_reminders(self):
        return self._get_mails().filtered(lambda mail: "a minute" in mail.subject)

    def test_everybody_who_was_invited_and_once(self):
        self._send()
        self._answer(self.program.wave_ids, self.accounting, 4, mood=2)
        self._remind(SATURDAY - timedelta(hours=2))
        self.assertFalse(self._get_reminders(), "not before its time")
        self._remind()
        self._remind(SATURDAY + timedelta(hours=5))
        reminders = self._get_reminders()
        self.assertEqual(len(reminders), 12, "also those who have answered")
        self.assertEqual(len(set(reminders.mapped("email_to"))), 12)
        for mail in reminders:
            self.assertNotIn("/rollout/feedback", mail.body_html)
            self.assertNotIn("href", mail.body_html)

    def test_not_in_another_week_and_not_without_a_form(self):
        self._remind()
        self.assertFalse(self._get_reminders())
        self._send()
        self._remind(AFTER_WEEK + timedelta(days=6))
        self.assertFalse(self._get_reminders())

    def test_only_if_wanted(self):
        self.program.feedback_reminder = False
        self._send()
        self._remind()
        self.assertFalse(self._get_reminders())

    def test_day_in_the_next_week_is_never(self):
        self.program.write({"feedback_weekday": "6"})
        self._send(THURSDAY + timedelta(days=3))
        self._remind(THURSDAY + timedelta(days=5))
        self._remind(THURSDAY + timedelta(days=8))
        self.assertFalse(self._get_reminders())

    def test_who_has_left_is_not_reminded(self):
        self._send()
        self.accounting.department_id.member_ids[0].active = False
        newcomer = self._new_employee("Newcomer", self.stock.department_id)
        self._remind()
        reminders = self._get_reminders()
        self.assertEqual(len(reminders), 11)
        self.assertNotIn(newcomer.work_email, reminders.mapped("email_to"))

    def test_released_week_takes_unsent_reminders_along(self):
        self._send()
        self._remind()
        self._release()
        self.assertFalse(self._get_reminders())
        ledger = self.env["rollout.mailing"].search([("purpose", "=", REMINDER_PURPOSE)])
        self.assertEqual(len(ledger), 12)

    def test_answers_go_to_the_program_s_address(self):
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "rollout.example.com"})
        self.program.alias_name = "launch"
        self._send()
        self._remind()
        self.assertEqual(set(self._get_reminders().mapped("reply_to")), {"launch@rollout.example.com"})

    @mute_logger("odoo.sql_db")
    def test_days_are_checked(self):
        for days in (0, 7, -1):
            with self.subTest(days), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.program.feedback_reminder_days = days
                self.env.flush_all()
