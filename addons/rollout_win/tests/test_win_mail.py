from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_delivery import DeliveryCase

from ..models.rollout_win import PURPOSE
from .common import WinCase

# Friday, 13:30 and 14:30 in Bangkok.
BEFORE = datetime(2026, 11, 20, 6, 30)
FRIDAY = datetime(2026, 11, 20, 7, 30)
SUNDAY = datetime(2026, 11, 22, 3, 0)


@tagged("post_install", "-at_install")
class TestWinMail(DeliveryCase, WinCase):
    def _publish(self, name, moment=BEFORE, **values):
        with self._at(moment):
            win = self._new_win(name, **values)
            win.action_publish()
        return win

    def _run(self, moment=FRIDAY):
        with self._at(moment):
            self._run_cron("rollout_win.ir_cron_send_wins")

    def _rows(self):
        return self._get_rows(PURPOSE)

    def _mails(self):
        return self.env["mail.mail"].search([("subject", "=", "Launching Ltd: wins of the week")])

    def test_one_mail_for_all_wins_to_everybody_in_launch(self):
        self._publish("Month closed", text="Six days\ninstead of <eleven>", thanked_names="Mali")
        self._publish("Stock counted", phase_id=self.stock.id)
        self._run()
        self.assertEqual(len(self._rows()), 12)
        mails = self._mails()
        self.assertEqual(len(mails), 12)
        self.assertEqual(len(set(mails.mapped("email_to"))), 12)
        body = mails[0].body_html
        for words in (
            "Month closed",
            "Stock counted",
            "instead of &lt;eleven&gt;",
            "Thanks to Mali",
            "Stock · 20 November",
        ):
            self.assertIn(words, body)

    def test_twice_is_once(self):
        self._publish("Month closed")
        self._run()
        self._run()
        self._run(FRIDAY + timedelta(days=1))
        self.assertEqual(len(self._mails()), 12)

    def test_nothing_to_tell_no_mail(self):
        self.env["rollout.win"].create({"name": "Draft", "program_id": self.program.id})
        self._run()
        self.assertFalse(self._rows())

    def test_not_before_its_time(self):
        self._publish("Month closed", moment=BEFORE - timedelta(hours=1))
        self._run(BEFORE)
        self.assertFalse(self._rows())

    def test_each_win_is_told_once_and_none_is_lost(self):
        first = self._publish("Month closed")
        self._run()
        late = self._publish("Too late for this week", moment=FRIDAY + timedelta(hours=1))
        self._run(FRIDAY + timedelta(hours=2))
        self.assertEqual(len(self._mails()), 12)
        self._run(FRIDAY + timedelta(weeks=2))
        self.assertEqual((first.mail_week, late.mail_week), ("2026-W47", "2026-W49"))
        second = self._mails().filtered(lambda mail: "Too late" in mail.body_html)
        self.assertEqual(len(second), 12)
        self.assertNotIn("Month closed", second[0].body_html)

    def test_an_old_win_is_no_news(self):
        self._publish("Long ago", moment=BEFORE - timedelta(weeks=6))
        self._run()
        self.assertFalse(self._rows())

    def test_a_win_taken_back_is_not_told(self):
        win = self._publish("Month closed")
        win.with_user(self.lead).action_withdraw()
        self._run()
        self.assertFalse(self._rows())

    def test_who_joins_between_batches_gets_the_same(self):
        self._publish("Month closed")
        self._run()
        self._publish("Published meanwhile", moment=FRIDAY + timedelta(minutes=5))
        self._new_employee("Late", self.stock.department_id)
        self._run(FRIDAY + timedelta(hours=1))
        self.assertEqual(len(self._mails()), 13)
        self.assertFalse(self._mails().filtered(lambda mail: "meanwhile" in mail.body_html))

    def test_switched_off(self):
        self._publish("Month closed")
        self.program.wins_mail_enabled = False
        self._run()
        self.assertFalse(self._rows())

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("th_TH")
        person = self.accounting.department_id.member_ids[0]
        person.sudo().lang = "th_TH"
        self._publish("Month closed")
        self._run()
        mail = self.env["mail.mail"].search([("email_to", "=", person.work_email)])
        self.assertIn('lang="th-TH"', mail.body_html)

    def test_who_got_it_is_forgotten(self):
        self._publish("Month closed")
        self._run()
        for weeks, count in ((4, 12), (8, 0)):
            with self._at(FRIDAY + timedelta(weeks=weeks)):
                self.env["rollout.mailing"]._gc_weekly_mails()
            self.assertEqual(len(self._rows()), count)

    def _mail_on_sunday(self):
        """Send a mail that doesn't reach one of its readers, and return the win and that reader's row."""
        self.program.write({"wins_mail_enabled": True, "wins_weekday": "6", "wins_hour": 8})
        win = self._publish("Done")
        self.env["rollout.win"]._mail_batch(self.program, "2026-W47")
        self._take()
        row = self._rows()[0]
        self._bounce(row)
        return win, row

    def test_it_is_retried(self):
        with self._at(SUNDAY):
            _win, row = self._mail_on_sunday()
            row.with_user(self.lead).action_retry()
        mail = self.env["mail.mail"].search([("rollout_mailing_id.purpose", "=", PURPOSE)])
        self.assertEqual(len(mail), 1)
        self.assertIn("lead@launching.example.com", mail.reply_to)

    def test_wins_that_were_taken_back_are_not_said_to_be_sent(self):
        with self._at(SUNDAY):
            win, row = self._mail_on_sunday()
            win.unlink()
            notice = row.with_user(self.lead).action_retry()["params"]
        self.assertIn("Tried again: 0", notice["message"])
        self.assertEqual((row.state, row.reason), ("bounced", "5.1.1 No such user"))
