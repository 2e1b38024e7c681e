import smtplib
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server, MailDeliveryException

from .common import RolloutCase

NINE = datetime(2026, 11, 19, 9, 0)


@tagged("post_install", "-at_install")
class TestMailingDelivery(RolloutCase):
    """What becomes of the ledger's mails when a mail server refuses or is away.

    The servers themselves are real in tests/faults; here each answer is given on its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
        cls.cron = cls.env.ref("mail.ir_cron_mail_scheduler_action")

    def setUp(self):
        super().setUp()
        self._set_time(NINE)
        self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.mail",
            "2026-W47",
            self.employees,
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello", "email_from": "office@launching.example.com"},
        )
        self.rows = self.env["rollout.mailing"].search([("program_id", "=", self.program.id)])
        self.mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", self.rows.ids)])
        self.env.flush_all()

    def _set_time(self, moment):
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
        # The transaction's own time, with which records are stamped.
        self.env.cr._now = moment
        self.addCleanup(setattr, self.env.cr, "_now", None)

    def _run_queue(self, answer=None):
        """Run Odoo's queue against a server that answers to each mail what ``answer(address)`` says."""

        def send(_server, message, *_args, **_options):
            error = answer and answer(message["To"])
            if error:
                # As Odoo's own method reports what the server said.
                raise MailDeliveryException("Mail Delivery Failed", f"{type(error).__name__}: {error}")
            self.sent.append(message["To"])
            return message["Message-Id"]

        self.sent = []
        with (
            patch.object(IrMail_Server, "_disable_send", lambda _server: False),
            patch.object(IrMail_Server, "_connect__", lambda *_args, **_options: None),
            patch.object(IrMail_Server, "send_email", send),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.env["mail.mail"].process_email_queue()
        self.env.flush_all()

    def _deliver(self):
        self._run_cron("rollout_phase.ir_cron_deliver")

    def _is_woken(self):
        return bool(self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)]))

    def test_a_refused_recipient_is_told_from_the_others(self):
        refused = self.employees[1].work_email
        refusal = smtplib.SMTPDataError(550, b"No such user")
        self._run_queue(lambda address: refusal if refused in address else None)
        self.assertEqual(len(self.sent), 3)
        row = self.rows.filtered(lambda row: row.state == "failed")
        self.assertEqual(row.res_id, self.employees[1].id)
        self.assertEqual(row.reason_text, "The mail server refused this mail: 550 No such user")
        self._set_time(NINE + timedelta(hours=5))
        self._deliver()
        self._run_queue()
        self.assertFalse(self.sent, "who is refused for good is not tried again")

    def test_a_name_of_two_lines_holds_up_no_mail(self):
        """A mail's subject is one line, and names may come from a spreadsheet."""
        self.mails.unlink()
        self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.mail",
            "2026-W48",
            self.employees[0],
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Month-end\nclose", "email_from": "office@launching.example.com"},
        )
        self._run_queue()
        self.assertEqual(self.sent, [self.employees[0].work_email])

    def test_a_passing_failure_is_tried_again(self):
        busy = smtplib.SMTPDataError(451, b"Try later")
        self._set_time(NINE + timedelta(minutes=10))
        self._run_queue(lambda address: busy)
        self.assertEqual(set(self.rows.mapped("state")), {"queued"})
        self.assertEqual(set(self.mails.mapped("state")), {"exception"})
        self._set_time(NINE + timedelta(minutes=19))
        self._deliver()
        self.assertEqual(set(self.mails.mapped("state")), {"exception"}, "as long as it has waited already")
        self._set_time(NINE + timedelta(minutes=20))
        self._deliver()
        self._run_queue()
        self.assertEqual(len(self.sent), 4)
        self.assertFalse(self.mails.exists())

    def test_a_server_that_is_away_loses_nothing(self):
        with patch.object(IrMail_Server, "_connect__", side_effect=ConnectionRefusedError("away")):
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(set(self.mails.mapped("state")), {"exception"})
        self._set_time(NINE + timedelta(hours=2))
        self._deliver()
        self._run_queue()
        self.assertEqual(len(self.sent), 4)

    def test_an_old_mail_is_not_tried_again(self):
        self._run_queue(lambda address: smtplib.SMTPDataError(451, b"Try later"))
        self._set_time(NINE + timedelta(days=8))
        self._deliver()
        self.assertEqual(set(self.mails.mapped("state")), {"exception"})

    def test_mails_of_others_are_left_alone(self):
        other = self.env["mail.mail"].create({"subject": "Other", "email_to": "a@b.example.com"})
        self.mails.unlink()
        other.write({"state": "exception"})
        self._set_time(NINE + timedelta(hours=2))
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).unlink()
        self._deliver()
        self.assertEqual(other.state, "exception")
        self.assertFalse(self._is_woken())

    def test_the_queue_goes_on_until_nothing_waits(self):
        self.env["ir.config_parameter"].set_param("mail.mail.queue.batch.size", 3)
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        triggers.unlink()
        self._run_queue()
        self.assertEqual(len(self.sent), 3)
        self.assertTrue(self._is_woken(), "one mail is left")
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).unlink()
        self._run_queue()
        self.assertEqual(len(self.sent), 1)
        self.assertFalse(self._is_woken())

    def _refuse_all_but(self, taken, error):
        self._run_queue(lambda address: None if any(part in address for part in taken) else error)

    def _queue_many(self, count):
        clerks = self.env["hr.employee"].create(
            [
                {
                    "name": f"Clerk {n}",
                    "company_id": self.company.id,
                    "department_id": self.department.id,
                    "work_email": f"clerk{n}@launching.example.com",
                }
                for n in range(count)
            ]
        )
        self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.many",
            "2026-W47",
            clerks,
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello", "email_from": "office@launching.example.com"},
        )
        self.mails.exists().unlink()
        self.rows = self.env["rollout.mailing"].search([("purpose", "=", "test.many")])
        self.mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", self.rows.ids)])
        self.env.flush_all()

    def test_a_providers_limit_loses_nobody(self):
        self._queue_many(40)
        answers = []
        limit = smtplib.SMTPDataError(550, b"5.4.5 Daily user sending limit exceeded. Go to https://support.example")

        def answer(address):
            answers.append(address)
            return limit if len(answers) > 10 else None

        with self.assertLogs("odoo.addons.rollout_phase.models.mail_mail", "WARNING") as logged:
            self._run_queue(answer)
        self.assertEqual(len(logged.output), 1, "it is said once")
        self.assertEqual(len(self.sent), 10)
        self.assertEqual(len(answers), 15, "the server is left in peace")
        self.assertEqual(set(self.rows.mapped("state")), {"queued"})
        self.assertIn("30", self.program.with_user(self.lead).delivery_warning)
        self.assertIn("5.4.5 Daily user", self.program.with_user(self.lead).delivery_warning)
        self.assertFalse(self._is_woken() and self.mails.exists().filtered(lambda mail: mail.state == "outgoing"))
        self._set_time(NINE + timedelta(hours=5))
        self._deliver()
        self._run_queue()
        self.assertEqual(len(self.sent), 30)
        self.program.invalidate_recordset()
        self.assertFalse(self.program.with_user(self.lead).delivery_warning)

    def test_many_equal_refusals_are_the_servers_even_if_they_look_final(self):
        self._queue_many(40)
        with self.assertLogs("odoo.addons.rollout_phase.models.mail_mail", "WARNING"):
            self._refuse_all_but(["clerk3@"], smtplib.SMTPDataError(550, b"5.1.1 User unknown"))
        self.assertEqual(set(self.rows.mapped("state")), {"queued"})
        self._set_time(NINE + timedelta(hours=5))
        self._deliver()
        self._run_queue()
        self.assertEqual(len(self.rows), 40)
        self.assertFalse(self.mails.exists())

    def test_a_few_wrong_addresses_hold_up_nobody(self):
        """Also where they come first: the others are tried first the next time."""
        self._queue_many(40)
        refused = [f"clerk{n}@" for n in range(6)]

        def answer(address):
            if any(part in address for part in refused):
                return smtplib.SMTPRecipientsRefused({address: (550, f"5.1.1 <{address}>: User unknown".encode())})
            return None

        with mute_logger("odoo.addons.rollout_phase.models.mail_mail"):
            self._run_queue(answer)
        self.assertFalse(self.sent)
        self._set_time(NINE + timedelta(hours=5))
        self._deliver()
        self._run_queue(answer)
        self.assertEqual(len(self.sent), 34)
        gone = self.rows.filtered(lambda row: row.state == "failed")
        self.assertEqual(len(gone), 6)
        self.assertIn("550 5.1.1", gone[0].reason)

    def test_what_never_left_is_told(self):
        self._run_queue(lambda address: smtplib.SMTPDataError(452, b"4.2.2 Mailbox full"))
        self._set_time(NINE + timedelta(days=8))
        self._deliver()
        self.assertEqual(set(self.rows.mapped("state")), {"failed"})
        self.assertEqual(set(self.rows.mapped("reason_text")), {"It could not be sent in time: 452 4.2.2 Mailbox full"})

    def test_everybody_reads_why_in_their_own_language(self):
        """Whoever noted it: scheduled actions and the gateway have a language of their own."""
        self.env["res.lang"]._activate_lang("th_TH")
        label = self.env.ref("rollout_phase.selection__rollout_mailing__cause__refused")
        label.with_context(lang="th_TH").name = "เซิร์ฟเวอร์อีเมลปฏิเสธ"
        answer = "SMTPRecipientsRefused: {'x': (550, b'No such user')}"
        self.rows[0].with_context(lang="en_US")._note_failure("unknown", answer)
        self.rows[1].with_context(lang="th_TH")._note_failure("unknown", answer)
        for lang, text in (
            ("th_TH", "เซิร์ฟเวอร์อีเมลปฏิเสธ: 550 No such user"),
            ("en_US", "The mail server refused this mail: 550 No such user"),
        ):
            rows = self.rows[:2].with_user(self.lead).with_context(lang=lang)
            self.assertEqual(rows.mapped("reason_text"), [text, text])

    def test_what_was_noted_as_a_sentence_stays_one(self):
        self.rows[0].write({"state": "failed", "reason": "The mail came back: 5.1.1"})
        self.assertEqual(self.rows[0].reason_text, "The mail came back: 5.1.1")
        self.assertFalse(self.rows[1].reason_text)

    def test_a_mail_that_is_called_off_is_told(self):
        self.mails[0].cancel()
        self._run_queue(lambda address: smtplib.SMTPDataError(452, b"4.2.2 Mailbox full"))
        self.mails[1].unlink()
        self.assertEqual(sorted(self.rows.mapped("state")), ["failed", "failed", "queued", "queued"])

    def test_delivery_costs_no_query_per_mail_for_the_ledger(self):
        def measure():
            self._set_time(NINE)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run_queue()
            return self.env.cr.sql_log_count - before

        measure()  # what is read once, with the four of the set-up
        self._queue_many(30)
        ours = measure()
        self.assertEqual(len(self.sent), 30)
        self.env["mail.mail"].create(
            [
                {"subject": "Hello", "email_to": f"clerk{n}@launching.example.com", "auto_delete": True, **self._plain}
                for n in range(30)
            ]
        )
        self.env.flush_all()
        others = measure()
        self.assertEqual(len(self.sent), 30)
        self.assertLessEqual(ours - others, 10, "a few for the whole run")

    _plain = {"email_from": "office@launching.example.com", "state": "outgoing"}
