from email.message import EmailMessage

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import THURSDAY, FeedbackCase

ADDRESS = "launch@rollout.example.com"


@tagged("post_install", "-at_install")
class TestMailDoor(FeedbackCase):
    """Mails to a program's address, through Odoo's own gateway."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "rollout.example.com"})
        cls.company.alias_domain_id = domain
        cls.program.with_user(cls.lead).alias_name = "launch"

    def _receive(self, body="The printer is slow.", html=None, sender="accounting0@launching.example.com", **headers):
        message = EmailMessage()
        values = {"From": f"Mali Telltale <{sender}>", "To": ADDRESS, "Subject": "Printer", **headers}
        values.setdefault("Message-Id", f"<{id(message)}.{len(body)}@mua.example.com>")
        for name, value in values.items():
            message[name.replace("_", "-")] = value
        message.set_content(body)
        if html:
            message.add_alternative(html, subtype="html")
        return message

    def _process(self, message):
        with self._at(THURSDAY):
            self.env["mail.thread"].message_process(None, message.as_bytes())
            self.env.flush_all()

    def _get_notes(self):
        return self.env["rollout.sealed.note"].search([("program_id", "=", self.program.id)])

    def test_address(self):
        self.assertEqual(self.program.alias_email, ADDRESS)
        self.assertEqual(self.program.with_user(self.staff)._get_feedback_reply_to(), ADDRESS)
        self.program.with_user(self.lead).alias_name = "other"
        self.assertEqual(self.program._get_feedback_reply_to(), "other@rollout.example.com")
        self.program.with_user(self.lead).alias_name = False
        self.assertFalse(self.program._get_feedback_reply_to())

    def test_a_mail_is_sealed_without_its_sender(self):
        message = self._receive()
        message.add_attachment(b"secret", maintype="application", subtype="pdf", filename="mali.pdf")
        tables = ("mail_message", "mail_mail", "ir_attachment", "res_partner", "mail_followers")
        before = self._count(tables)
        self._process(message)
        self.assertEqual(self._count(tables), before)
        note = self._get_notes()
        self.assertEqual(
            note.payload,
            {
                "summary": "Printer",
                "description": "The printer is slow.\n\nSomething was attached; it isn't kept.",
                "source": "email",
            },
        )
        self.assertFalse(note.phase_id)
        self.assertFalse(
            self._find_everywhere("Telltale", "accounting0@", "mali.pdf", "mua.example.com") - {"hr_employee"}
        )

    def _count(self, tables):
        self.env.flush_all()
        counts = {}
        for table in tables:
            self.cr.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = self.cr.fetchone()[0]
        return counts

    def _find_everywhere(self, *needles):
        """Return the tables of the mail gateway and of ours in which one of the texts stands."""
        found = set()
        self.cr.execute(
            """SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'
                AND (table_name LIKE 'mail%' OR table_name LIKE 'rollout%' OR table_name LIKE 'fetchmail%')"""
        )
        for (table,) in self.cr.fetchall():
            for needle in needles:
                self.cr.execute(f'SELECT 1 FROM "{table}" t WHERE t::text LIKE %s LIMIT 1', [f"%{needle}%"])
                found |= {table} if self.cr.fetchone() else set()
        return found

    def test_answer_to_the_invitation(self):
        """Nothing of the invitation remains, least of all its link."""
        link = "https://odoo.example.com/rollout/feedback/SECRET?lang=en_US"
        self._process(
            self._receive(
                body=f"No time for the form.\n\nOn Thu, 19 Nov 2026, Launching wrote:\n> Answer now: {link}\n",
                Subject="Re: Launching: how did your work go?",
                In_Reply_To="<invitation@launching.example.com>",
            )
        )
        self._process(
            self._receive(
                html=f'<p>Too many clicks</p><div class="gmail_quote">On … <a href="{link}">Answer</a></div>'
                f'<blockquote><a href="{link}">x</a></blockquote>',
                Subject="Re: x",
            )
        )
        self._process(self._receive(body=f"Your link {link} is broken", Subject="Re: x"))
        texts = [note.payload["description"] for note in self._get_notes()]
        self.assertEqual(texts, ["No time for the form.", "Too many clicks", "Your link … is broken"])
        self.assertFalse(self._find_everywhere("SECRET"))

    def test_machines_and_empty_mails_are_left_out(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
            {"Subject": "Re: x", "body": "> only a quote"},
        ):
            self._process(self._receive(**headers))
        self.assertFalse(self._get_notes())
        self.assertFalse(self.env["mail.mail"].search([("email_to", "ilike", "accounting0@")]), "no answer either")

    def test_a_mail_never_vanishes(self):
        """Where nothing is left of what may have been words, the note says that a mail came in."""
        told = "A mail came in; its words could not be told apart from the rest."
        for body in (
            "Mali\n\nOn Thu, Launching wrote:\n> Answer now\n",
            "On 1/1/2026 at 9:00 the shop wrote:\nno goods",
        ):
            self._process(self._receive(body=body, Subject="Re: x"))
            note = self._get_notes()
            self.assertEqual(note.payload["description"], told)
            self.assertFalse(self._find_everywhere("Telltale"))
            note.unlink()

    def test_a_program_is_called_as_its_subject(self):
        self.program.name = "Odoo"
        for text in (
            "In Odoo at 9:00 every day:\nprinting fails.\nSearch fails.",
            "The offer is wrong.\n\nOdoo logo is missing\nOdoo address is old",
        ):
            self._process(self._receive(body=text, Subject="Re: x"))
            note = self._get_notes()
            self.assertEqual(note.payload["description"], text)
            note.unlink()

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_strangers_are_turned_away(self):
        self._process(self._receive(sender="somebody@elsewhere.example.org"))
        self.assertFalse(self._get_notes())

    def test_markup_and_length(self):
        self._process(self._receive(html="<p>Buy <b>now</b><script>alert(1)</script></p>"))
        self._process(self._receive(body="word " * 4000))
        first, second = (note.payload for note in self._get_notes())
        self.assertEqual(first["description"].replace("*", ""), "Buy now")
        self.assertEqual(len(second["description"]), 4000)

    def test_opened_with_the_other_notes(self):
        for _number in range(5):
            self._process(self._receive())
        with self._at(THURSDAY):
            self.program._release_notes()
        items = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        self.assertEqual(items.mapped("source"), ["email"] * 5)
        self.assertFalse(items.phase_id)
        self.assertFalse(items.reporter_id)
        self.assertEqual(items.message_ids.author_id, self.env.ref("base.partner_root"))

    def test_address_of_something_else_is_refused(self):
        foreign = self.env["mail.alias"].create(
            {
                "alias_name": "somebody-else",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        other = self.env["rollout.program"].create(
            {"name": "Other", "company_id": self.company.id, "alias_name": "two"}
        )
        for alias in (foreign, other.alias_id):
            with self.assertRaises(ValidationError):
                self.program.with_user(self.lead).alias_id = alias
