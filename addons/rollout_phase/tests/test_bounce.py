from odoo.tests import tagged
from odoo.tools import mute_logger

from .bounces import BOUNCES, NO_BOUNCES
from .common import RolloutCase

_ROUTING = "odoo.addons.mail.models.mail_thread"
# Whatever says that it is a report.
_GARBAGE = """From: MAILER-DAEMON@relay.example
To: {to}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

GARBAGE

--B
Content-Type: text/rfc822-headers

GARBAGE

--B--
"""


@tagged("post_install", "-at_install")
class TestBounce(RolloutCase):
    """Mails that come back hours later through Odoo's own gateway."""

    def setUp(self):
        super().setUp()
        domain = self.env["mail.alias.domain"].create({"name": "in.launching.example.com"})
        self.company.write({"alias_domain_id": domain.id, "email": "office@launching.example.com"})
        self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.mail",
            "2026-W47",
            self.employees,
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello", "body_html": "<p>Hi</p>"},
        )
        self.rows = self.env["rollout.mailing"].search([("program_id", "=", self.program.id)], order="id")
        self.row = self.rows[0]
        self.message_id = self.row.message_id
        mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", self.rows.ids)])
        self.assertEqual(set(mails.mapped("message_id")), set(self.rows.mapped("message_id")))
        self.assertEqual(set(mails.record_alias_domain_id), set(domain), "they come back to the company's own address")
        # What the queue does once the mail server has taken them: nothing is left of the mails.
        mails.write({"state": "sent"})
        mails._postprocess_sent_message([], mails.mapped("email_to"))
        self.assertFalse(mails.exists() or self.env["mail.message"].search([("subject", "=", "Hello")]))

    def _receive(self, bounce, message_id=None, to="bounce@in.launching.example.com"):
        source = bounce.format(
            message_id=message_id or self.message_id, bare_id=(message_id or self.message_id).strip("<>"), to=to
        )
        with mute_logger(_ROUTING):
            self.env["mail.thread"].message_process(None, source.encode())
        self.env.invalidate_all()

    def test_each_way_to_say_it(self):
        for name, (bounce, words) in BOUNCES.items():
            for to in ("bounce@in.launching.example.com", "catchall@in.launching.example.com"):
                with self.subTest(name, to=to):
                    self.rows.write({"state": "queued", "cause": False, "reason": False})
                    self._receive(bounce, to=to)
                    self.assertEqual(self.row.state, "bounced")
                    self.assertIn(words, self.row.reason)
                    self.assertEqual(set((self.rows - self.row).mapped("state")), {"queued"})

    def test_what_is_no_failure(self):
        for name, text in NO_BOUNCES.items():
            with self.subTest(name):
                self._receive(text)
                self.assertEqual(self.row.state, "queued", name)

    def test_a_stranger_changes_nothing(self):
        bounce, _words = BOUNCES["Postfix"]
        self._receive(bounce, "<nobody.1700000000.123-openerp-private@elsewhere>")
        self.assertEqual(set(self.rows.mapped("state")), {"queued"})

    def test_a_relay_that_gives_its_own_id(self):
        """Amazon SES replaces the Message-Id; our header stays, folded as Python folds it."""
        mail = self.env["mail.mail"].create(
            {"subject": "x", "email_to": "ann@launching.example.com", "rollout_mailing_id": self.row.id}
        )
        mail.message_id = self.message_id
        [values] = mail._prepare_outgoing_list()
        message = self.env["ir.mail_server"]._build_email__(
            "office@launching.example.com", values["email_to"], "x", "x", headers=values["headers"]
        )
        head = message.as_bytes().decode().partition("\r\n\r\n")[0].replace("\r\n", "\n")
        bounce, _words = BOUNCES["Postfix"]
        head = "\n".join(line for line in head.splitlines() if not line.startswith("Message-Id"))
        self._receive(bounce.replace("Message-Id: {message_id}", "Message-Id: <0100@eu-west-1.amazonses.com>\n" + head))
        self.assertEqual(self.row.state, "bounced")

    def test_garbage_holds_up_nothing(self):
        for part in ("\0\xff", "Final-Recipient", ": : :", "=?utf-8?b?////?=", "Action: failed\nAction: failed"):
            text = _GARBAGE.replace("GARBAGE", part)
            with self.subTest(part):
                self._receive(text)
                self.assertEqual(self.row.state, "queued")

    def test_a_bounce_costs_two_queries_more(self):
        """One to find the row and one to write it, whatever is in the ledger."""
        bounce, _words = BOUNCES["Postfix"]
        self._receive(bounce, "<nobody@elsewhere>")
        before = self.env.cr.sql_log_count
        self._receive(bounce, "<nobody@elsewhere>")
        foreign = self.env.cr.sql_log_count - before
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._receive(bounce)
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before - foreign, 6)
