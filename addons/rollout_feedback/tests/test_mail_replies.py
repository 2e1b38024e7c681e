import time
from email.message import EmailMessage

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_log.tools.mail_fold import fold, squeeze
from odoo.addons.rollout_log.tools.mail_html import read_html
from odoo.addons.rollout_log.tools.mail_text import held_words, own_words
from odoo.addons.rollout_log.tools.mail_traces import Traces, split_name

from . import mail_replies
from .common import THURSDAY, FeedbackCase
from .mail_replies import CLIENTS, LANGUAGES, REWRITERS, Scene, make_replies, make_reply

NAME = "Ploy Kantha"
ADDRESS = "ploy.k@launching.example.com"
PEOPLE = [
    "Ploy Kantha",
    "Kantha, Ploy",
    "Dr. José Müller-Lüdenscheidt",
    "สมชาย ใจดี",
    "นางสาวพลอย กันทา",
    "王小明",
    "김민수",
    "山田太郎",
    "Иван Петров",
    "Nguyễn Thị Hương",
    "O'Neil Brian",
    "Łukasz Żółw",
    "محمد العلي",
    "דוד כהן",
    "Bjørn Ødegård",
    "Anne-Marie Dubois",
]


@tagged("post_install", "-at_install")
class TestMailReplies(FeedbackCase):
    """Replies from many mail programs, read by Odoo's own gateway: the person's words are left, nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "rollout.example.com"})
        cls.company.alias_domain_id = domain
        cls.program.with_user(cls.lead).alias_name = "launch"
        cls.employee = cls._new_employee(
            NAME, cls.accounting.department_id, work_email=ADDRESS, work_phone="+66 2 123 4567"
        )
        cls.wave = cls._new_wave()
        cls.scene = cls._make_scene()

    @classmethod
    def _make_scene(cls, lang="en_US", **values):
        """Return what an employee got: the weekly mail as it leaves, link and all."""
        wave = cls.wave.with_context(lang=lang)
        subject, body = wave._render_invitation()
        link = f"https://odoo.example.com/rollout/feedback/{cls._issue(cls, wave)}?lang={lang}"
        body = body.replace("https://link.invalid/", link)
        lines = tuple(line.text.strip() for line in read_html(body) if line.text.strip())
        return Scene(
            **{
                "name": NAME,
                "address": ADDRESS,
                "company": cls.company.name,
                "company_address": cls.company.email,
                "alias": cls.program.alias_email,
                "subject": subject,
                "lines": lines,
                "link_label": lines[3],
                "link": link,
                "mail_html": body,
                **values,
            }
        )

    def _read(self, message, traces):
        return own_words(self.env["mail.thread"].message_parse(message)["body"], traces)[0]

    def _get_traces(self):
        return self.program._get_mail_traces(f"{NAME} <{ADDRESS}>")

    def test_corpus(self):
        """Each client in each language, above, below and between, with each kind of link."""
        traces = self._get_traces()
        count = 0
        for reply in make_replies(self.scene):
            count += 1
            with self.subTest(reply.label):
                self.assertEqual(self._read(reply.message, traces), reply.words)
        self.assertGreater(count, 650)

    def test_mail_in_another_language(self):
        """What is quoted needn't be in the language of the mail program, nor in that of the server."""
        self.env["res.lang"]._activate_lang("th_TH")
        self.env.ref("base.module_rollout_feedback")._update_translations(["th_TH"])
        scene = self._make_scene("th_TH")
        self.assertNotEqual(scene.lines, self.scene.lines)
        traces = self._get_traces()
        for client in CLIENTS:
            for code in ("en", "th", "is"):
                for places in ("above",) if client in mail_replies.ABOVE else ("above", "above+below"):
                    reply = make_reply(scene, client, code, "safelinks", "none", places)
                    with self.subTest(reply.label):
                        self.assertEqual(self._read(reply.message, traces), reply.words)

    def test_gateway(self):
        """Through the whole gateway into the sealed note; nothing of the sender is in any table of ours."""
        for client in CLIENTS:
            reply = make_reply(self.scene, client, "en", "safelinks", "letter")
            with self.subTest(reply.label), self._at(THURSDAY):
                del reply.message["Message-Id"]
                reply.message["Message-Id"] = f"<{client.__name__}@mua.example.net>"
                self.env["mail.thread"].message_process(None, reply.message.as_bytes())
                note = self.env["rollout.sealed.note"].search([("program_id", "=", self.program.id)])
                self.assertEqual(note.payload, {"summary": reply.words, "description": reply.words, "source": "email"})
                note.unlink()

    def test_only_a_quotation(self):
        """A reply without words, from whatever mail program, is nothing that was lost."""
        traces = self._get_traces()
        for client in CLIENTS:
            for signature in ("none", "phone"):
                with self.subTest(f"{client.__name__} {signature}"):
                    message = make_reply(self.scene, client, "en", "safelinks", signature, "").message
                    body = self.env["mail.thread"].message_parse(message)["body"]
                    self.assertEqual(own_words(body, traces)[0], "")
                    self.assertFalse(held_words(body, traces))

    @settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        st.sampled_from(PEOPLE),
        st.sampled_from(["{first}.{last}@narwa.example", "p{number}@narwa.example", "{last}@mail.example"]),
        st.sampled_from(CLIENTS),
        st.sampled_from(sorted(LANGUAGES)),
        st.sampled_from(sorted(REWRITERS)),
        st.sampled_from(["none", "delimiter", "phone", "letter", "name"]),
        st.lists(
            st.sampled_from(["{name} waits.", "(c) {first}", "{upper}", "ask {address}", "{link}", "{zero}"]),
            max_size=4,
        ),
    )
    def test_nothing_of_the_sender_survives(self, name, address, client, code, rewriter, signature, typed):
        """Whoever writes, from wherever, whatever they type: no name, address or token is left."""
        first, last = (squeeze(part) for part in (split_name(name) * 2)[:2])
        address = address.format(first=first, last=last, number=7)
        if not address.isascii():
            address = "p7@narwa.example"
        scene = self.scene._replace(name=name, address=address)
        reply = make_reply(scene, client, code, rewriter, signature)
        traces = Traces(
            [name],
            [address],
            [scene.company_address, scene.alias],
            ["+66 2 123 4567"],
            [scene.company],
            texts=[scene.subject, *scene.lines],
        )
        body = self.env["mail.thread"].message_parse(reply.message)["body"]
        link = REWRITERS[rewriter](scene.link).replace("{address}", address)
        lines = [
            text.format(
                name=name,
                first=split_name(name)[0],
                upper=name.upper(),
                address=address,
                link=link,
                zero="\u200b".join(name),
            )
            for text in typed
        ]
        # Right under a bare name, a few words without a full stop might be somebody's post.
        lines.append("So it is every day.")
        body = f"<div>{'</div><div>'.join(lines).replace('&', '&amp;')}</div>{body}"
        left = own_words(body, traces)[0]
        self.assertIn(reply.words, left)
        for part in split_name(name):
            if len(part) > 2 or not part.isascii():
                self.assertNotIn(part, fold(left))
        self.assertNotIn(squeeze(name), squeeze(left))
        self.assertNotIn(address, left.lower())
        self.assertNotIn(scene.company_address, left.lower())
        token = scene.link.rpartition("/")[2].partition("?")[0]
        for at in range(0, len(token) - 16, 8):
            self.assertNotIn(token[at : at + 16], left)
        self.assertEqual(own_words(f"<pre>{left.replace('&', '&amp;').replace('<', '&lt;')}</pre>", traces)[0], left)

    def _make(self, **headers):
        message = EmailMessage()
        values = {
            "From": f"{NAME} <{ADDRESS}>",
            "To": self.program.alias_email,
            "Subject": "Printer",
            "Message-Id": f"<{time.time()}@mua.example.net>",
            **headers,
        }
        content = values.pop("content", "The printer is slow.")
        for name, value in values.items():
            message[name] = value
        message.set_content(content)
        return message

    def _process(self, message):
        with self._at(THURSDAY), mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, message.as_bytes())
        notes = self.env["rollout.sealed.note"].search([("program_id", "=", self.program.id)])
        payloads = notes.mapped("payload")
        notes.unlink()
        return payloads

    def test_subject(self):
        for subject, summary in {
            f"{NAME}: the printer": "…: the printer",
            "TR: autre": "The printer is slow.",
            "回复：x": "The printer is slow.",
            "[External] AW: x": "The printer is slow.",
            self.scene.subject: "The printer is slow.",
        }.items():
            with self.subTest(subject):
                (payload,) = self._process(self._make(Subject=subject))
                self.assertEqual(payload["summary"], summary)

    def test_what_mail_programs_attach_is_no_attachment(self):
        told = "The printer is slow.\n\nSomething was attached; it isn't kept."
        for name, cid, description in (
            ("winmail.dat", None, "The printer is slow."),
            ("smime.p7s", None, "The printer is slow."),
            ("ploy.vcf", None, "The printer is slow."),
            ("logo.png", "<logo>", "The printer is slow."),
            ("list.xlsx", None, told),
        ):
            with self.subTest(name):
                message = self._make()
                message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name, cid=cid)
                (payload,) = self._process(message)
                self.assertEqual(payload["description"], description)

    def test_who_the_sender_is(self):
        """The name in the mail, on the contact, the user and the employee may differ; all are known."""
        user = self.env["res.users"].create(
            {
                "name": "Kanya Suwan",
                "login": "ksuwan",
                "email": ADDRESS,
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
            }
        )
        self.employee.user_id = user
        self.employee.sudo().private_email = "nok88@mail.example"
        message = self._make(
            From=f"K. Nok <{ADDRESS}>",
            Cc=f"Tom <tom@elsewhere.example>, {self.company.email}",
            content="Kanya, Kantha, Nok or ksuwan: ask nok88@mail.example, 02-123-4567, tom@elsewhere.example or "
            f"{self.company.email}; buyer@customer.example waits",
        )
        (payload,) = self._process(message)
        self.assertEqual(payload["description"], "…, …, … or …: ask …, …, … or …; buyer@customer.example waits")

    def test_names_that_are_words(self):
        self.employee.name = "May Stone"
        message = self._make(
            From=f"May Stone <{ADDRESS}>",
            content="It may rain. May I go? In May it rained on stone. May is unhappy.\n\nMay",
        )
        (payload,) = self._process(message)
        self.assertEqual(payload["description"], "It may rain. May I go? In May it rained on stone. … is unhappy.")

    def test_mail_of_somebody_else_in_between(self):
        """A colleague's mail that is quoted is nobody's own words, though ours stands below it."""
        head = f"From: Tom Low <tom@launching.example.com>\nSent: Monday, November 16, 2026\nTo: {NAME}\nSubject: x\n"
        ours = f"From: {self.company.name} <{self.company.email}>\nSent: Sunday\nTo: Tom\nSubject: y\n"
        text = f"Same here\n\n{head}\nI hate it.\nTom\n\n{ours}\n" + "\n".join(self.scene.lines)
        (payload,) = self._process(self._make(content=text))
        self.assertEqual(payload["description"], "Same here")

    def test_own_lists_are_no_mail(self):
        for text in (
            "From: warehouse\nTo: shop\nit takes 3 days",
            "--- First ---\nSlow\n--- Second ---\nDark",
            "On Monday the customer wrote:\nwhere is my order?\nNobody could tell",
            "Error: no price\nProduct: chair\nCustomer: buyer@customer.example",
            "The customer is waiting.\n\nThanks!",
            "See https://odoo.example.com/odoo/action-12/5, it is empty",
        ):
            with self.subTest(text):
                (payload,) = self._process(self._make(content=text))
                self.assertEqual(payload["description"], text)
