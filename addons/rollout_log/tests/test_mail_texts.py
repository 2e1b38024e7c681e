import html
import time
from email.message import EmailMessage

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..tools.mail_text import own_subject, own_words
from ..tools.mail_traces import Traces
from . import mail_texts
from .common import LogCase

NAME = "Ploy Kantha"
ADDRESS = "ploy.k@launching.example.com"


@tagged("post_install", "-at_install")
class TestMailTexts(LogCase):
    """What came in by mail, as Odoo's own gateway hands it over: the person's words are left, nothing else."""

    def _make(self, content="The printer is slow."):
        message = EmailMessage()
        message["From"] = f"{NAME} <{ADDRESS}>"
        message["To"] = "launch@rollout.example.com"
        message["Subject"] = "Printer"
        message.set_content(content)
        return message

    def _read(self, message, traces):
        return own_words(self.env["mail.thread"].message_parse(message)["body"], traces)[0]

    def _get_traces(self):
        return self.program._get_mail_traces(f"{NAME} <{ADDRESS}>")

    def _read_text(self, text, name=NAME):
        traces = Traces(
            [name],
            [ADDRESS],
            ["info@narwa.example"],
            companies=["Narwa Trading Co., Ltd."],
            texts=mail_texts.OUR_LINES,
        )
        return self._read(self._make(content=text), traces)

    def _read_html(self, body):
        message = self._make()
        message.set_content(body, subtype="html")
        return self._read(message, Traces([NAME], [ADDRESS], companies=["Narwa Trading Co., Ltd."]))

    def test_own_words_are_kept(self):
        for text in mail_texts.OWN:
            with self.subTest(text):
                self.assertEqual(self._read_text(text), text)
                if "\n\n" not in text and ">" not in text:
                    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
                    self.assertEqual(self._read_html(body), text)
        for body, text in mail_texts.OWN_IN_HTML:
            with self.subTest(body):
                self.assertEqual(self._read_html(body), text)

    def test_names_that_are_titles_or_particles(self):
        for name, text, left in mail_texts.NAMES:
            with self.subTest(name):
                self.assertEqual(self._read_text(text, name), left)
        self.assertEqual(own_subject("Ben: printer dark", False, Traces(["Ben Carter"])), "…: printer dark")

    def test_what_stands_around_goes(self):
        for text in mail_texts.AROUND:
            with self.subTest(text):
                self.assertEqual(self._read_text(text), mail_texts.SLOW)

    def test_answers_in_lines_of_ours(self):
        for text, left in mail_texts.ANSWERS:
            with self.subTest(text):
                self.assertEqual(self._read_text(mail_texts.HEAD + text), left)

    def test_spaces_are_no_text(self):
        self.assertEqual(self._read_html("<div>" + " " * 60001 + "</div>"), "")
        self.assertEqual(self._read_html("<div>" + " " * 60001 + "Slow</div>"), "Slow")

    @settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.text(st.characters(codec="utf-8"), max_size=300))
    def test_any_text_is_read(self, text):
        traces = self._get_cached_traces()
        left = own_words(f"<pre>{text}</pre>", traces)[0]
        self.assertLessEqual(len(left), 4000)

    def _get_cached_traces(self):
        if not hasattr(self, "_cached_traces"):
            self._cached_traces = self._get_traces()
        return self._cached_traces

    def test_huge_mails_take_no_longer(self):
        traces = self._get_traces()
        words = "Slow. "
        for label, body in {
            "a picture": f'<p>Slow</p><img src="data:image/png;base64,{"A" * 5_000_000}">',
            "one line": f"<div>{words * 800_000}</div>",
            "heads": "<pre>" + "From: a@b\n" * 500_000 + "</pre>",
            "one word": "<div>" + "x" * 5_000_000 + "</div>",
            "brackets": "<pre>" + "&lt;http:" * 500_000 + "</pre>",
            "colons": "<pre>" + "a: " * 1_500_000 + "</pre>",
            "quotes": "<pre>" + "&gt; x\n" * 500_000 + "</pre>",
            "dashes": "<pre>" + "-" * 5_000_000 + "</pre>",
            "addresses": "<pre>" + "a@" * 2_000_000 + "</pre>",
            "digits": "<pre>" + "1 " * 2_000_000 + "</pre>",
            "short lines": "<pre>" + "From: a\n\n" * 500_000 + "</pre>",
            "attributions": "<pre>" + "On 1.1.2026 at 9:00 x wrote\n" * 200_000 + "</pre>",
            "deep": "<div>" * 50_000 + "x" + "</div>" * 50_000,
            "percents": "<pre>/rollout/" + "%25" * 1_500_000 + "</pre>",
        }.items():
            with self.subTest(label):
                start = time.process_time()
                text, _picture = own_words(body, traces)
                self.assertLess(time.process_time() - start, 8)
                self.assertLessEqual(len(text), 4000)
