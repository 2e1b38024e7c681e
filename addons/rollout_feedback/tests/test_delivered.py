from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_delivery import DeliveryCase

from ..models.rollout_wave import PURPOSE
from ..models.rollout_wave_invitation import REMINDER_PURPOSE
from .common import THURSDAY, FeedbackCase

SATURDAY = THURSDAY + timedelta(days=2)


class DeliveredCase(DeliveryCase, FeedbackCase):
    def _get_rows(self, purpose=PURPOSE, **values):
        return super()._get_rows(purpose, **values)


@tagged("post_install", "-at_install")
class TestDelivered(DeliveredCase):
    """Whom the form has really reached is who counts: for rates, reminders and the guard against fatigue."""

    def test_late_bounces_are_counted_as_not_reached(self):
        self._send()
        self._take()
        wave = self.program.wave_ids
        self.assertEqual((wave.invited_count, wave.unreached_count), (12, 0))
        self._bounce(self._get_rows()[:3])
        self.assertEqual((wave.invited_count, wave.unreached_count), (9, 3))
        rows = self.env["rollout.mailing"].with_user(self.lead).search(wave.action_view_unreached()["domain"])
        self.assertEqual(set(rows.mapped("reason_text")), {"The mail came back: 5.1.1 No such user"})

    def test_nobody_is_reminded_of_a_mail_that_has_not_reached_them(self):
        self.program.feedback_reminder = True
        self._send()
        waiting = self._get_mails()[0]
        waiting.write({"state": "exception", "failure_reason": "SMTPDataError: (452, b'4.2.2 Full')"})
        others = self._get_mails() - waiting
        others.write({"state": "sent"})
        others._postprocess_sent_message([], others.mapped("email_to"))
        self._bounce(self._get_rows()[:3] - waiting.rollout_mailing_id)
        bounced = len(self._get_rows(state="bounced"))
        with self._at(SATURDAY):
            self._run_cron("rollout_feedback.ir_cron_send_reminders")
        reminders = self._get_mails().filtered(lambda mail: "a minute" in mail.subject)
        self.assertEqual(len(reminders), 11 - bounced)
        self.assertNotIn(waiting.email_to, reminders.mapped("email_to"))
        waiting.write({"state": "sent"})
        waiting._postprocess_sent_message([], [waiting.email_to])
        with self._at(SATURDAY + timedelta(hours=1)):
            self._run_cron("rollout_feedback.ir_cron_send_reminders")
        reminders = self._get_mails().filtered(lambda mail: "a minute" in mail.subject)
        self.assertEqual(len(reminders), 12 - bounced, "once it has left, the reminder follows")

    def test_rate_and_fatigue_follow_what_was_delivered(self):
        for number in range(2):
            shift = timedelta(weeks=number)
            self._send(THURSDAY + shift)
            self._take()
            wave = self.program.wave_ids.filtered(lambda wave: wave.state == "open")
            self._bounce(self._get_rows(period=wave.week)[:6])
            self._answer(wave, self.accounting, 4, moment=THURSDAY + shift, mood=3)
            self._release(wave.date_to)
            self.env.invalidate_all()
            self.assertAlmostEqual(wave.response_rate, 4 / 6)
        self.assertFalse(self.program.feedback_tired, "of six whom it reached, four have answered")

    def test_a_bounce_after_the_week_corrects_its_rate(self):
        self._send()
        self._take()
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 4, mood=3)
        self._release()
        self.assertAlmostEqual(wave.response_rate, 4 / 12)
        self._bounce(self._get_rows()[:4])
        self.assertAlmostEqual(wave.response_rate, 4 / 8)

    def test_what_the_server_never_took_is_not_an_invitation(self):
        self._send()
        mails = self._get_mails()[:4]
        mails.write({"state": "exception", "failure_reason": "SMTPDataError: (550, b'5.4.5 Daily limit exceeded')"})
        others = self._get_mails() - mails
        others.write({"state": "sent"})
        others._postprocess_sent_message([], others.mapped("email_to"))
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 4, mood=3)
        self._release()
        self.assertEqual((wave.invited_count, wave.unreached_count), (8, 4))
        self.assertAlmostEqual(wave.response_rate, 4 / 8)
        self.assertIn("5.4.5", self._get_rows(state="failed")[0].reason)

    def test_retry_brings_a_link_that_works(self):
        self._send()
        self._take()
        row = self._get_rows()[0]
        employee = self.env["hr.employee"].browse(row.res_id)
        self._bounce(row)
        employee.work_email = "new@launching.example.com"
        with self._at(THURSDAY + timedelta(hours=3)):
            row.with_user(self.lead).action_retry()
        self.env.invalidate_all()
        mail = self._get_mails()
        self.assertEqual(mail.email_to, "new@launching.example.com")
        token = self._get_link(mail).rpartition("/")[2].partition("?")[0]
        with self._at(THURSDAY + timedelta(hours=4)):
            self.assertTrue(self.env["rollout.wave"]._find_open(token))
        self.assertEqual(self.program.wave_ids.invited_count, 12)

    def test_no_retry_once_the_week_is_over(self):
        self._send()
        self._take()
        row = self._get_rows()[0]
        self._bounce(row)
        with self._at(THURSDAY + timedelta(hours=3)):
            self.assertTrue(row.with_user(self.lead).can_retry)
        row.invalidate_recordset()
        self._release()
        self.assertFalse(row.with_user(self.lead).can_retry)

    def test_reminders_are_retried(self):
        self.program.feedback_reminder = True
        self._send()
        with self._at(SATURDAY):
            self._run_cron("rollout_feedback.ir_cron_send_reminders")
            self._take()
            row = self._get_rows(REMINDER_PURPOSE)[0]
            self._bounce(row)
            row.with_user(self.lead).action_retry()
        mail = self.env["mail.mail"].search([("rollout_mailing_id.purpose", "=", REMINDER_PURPOSE)])
        self.assertEqual(len(mail), 1)
        self.assertIn("lead@launching.example.com", mail.reply_to)

    def test_who_has_left_is_not_said_to_be_invited_again(self):
        self._send()
        self._take()
        rows = self._get_rows()[:2]
        self._bounce(rows)
        self.env["hr.employee"].browse(rows[0].res_id).active = False
        with self._at(THURSDAY + timedelta(hours=3)):
            notice = rows.with_user(self.lead).action_retry()["params"]
        self.env.invalidate_all()
        self.assertIn("Tried again: 1", notice["message"])
        self.assertIn("Without a new mail: 1", notice["message"])
        self.assertEqual(rows.exists().mapped("state"), ["bounced"])

    def test_a_message_id_leads_to_no_answer(self):
        """It is random, made before the link and kept nowhere but on the person's row."""
        self._send()
        mails = self._get_mails()
        tokens = [self._get_link(mail).rpartition("/")[2].partition("?")[0] for mail in mails]
        for mail in mails:
            self.assertFalse([token for token in tokens if token[:12] in mail.message_id])
        self._take()
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 4, mood=3, comment="The printer jams")
        ids = self._get_rows().mapped("message_id")
        for table in ("rollout_sealed_answer", "rollout_spent_token", "rollout_wave"):
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            text = "\n".join(row[0] for row in self.env.cr.fetchall())
            self.assertFalse([id_ for id_ in ids if id_ in text], table)
        self._release()
        self.env.cr.execute("SELECT t::text FROM rollout_feedback t")
        text = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertFalse([id_ for id_ in ids if id_ in text])
