import smtplib

from odoo.tests import BaseCase, tagged

from ..tools import smtp_answer
from . import smtp_answers


@tagged("-at_install", "post_install")
class TestSmtpAnswers(BaseCase):
    """Only "this mailbox doesn't exist" is final, whatever code an answer bears."""

    def _judge(self, error):
        """Judge an exception as Odoo notes it."""
        reason = f"Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n{type(error).__name__}: {error}"
        return smtp_answer.read_answer(reason)

    def _refuse(self, code, text):
        return smtplib.SMTPRecipientsRefused({"ann@launching.example.com": (code, text.encode())})

    def test_gone(self):
        for code, text in smtp_answers.GONE:
            with self.subTest(text):
                self.assertTrue(self._judge(self._refuse(code, text)).is_final)
        for code, text in smtp_answers.GONE_AT_DATA:
            with self.subTest(text):
                self.assertTrue(self._judge(smtplib.SMTPDataError(code, text.encode())).is_final)

    def test_not_gone(self):
        for code, text in smtp_answers.NOT_GONE:
            with self.subTest(text):
                self.assertFalse(self._judge(self._refuse(code, text)).is_final)
        for code, text in smtp_answers.NOT_GONE + smtp_answers.NOT_GONE_AT_DATA:
            with self.subTest(text):
                self.assertFalse(self._judge(smtplib.SMTPDataError(code, text.encode())).is_final)

    def test_what_is_said_to_the_sender_is_never_the_recipients(self):
        for code, text in smtp_answers.GONE + smtp_answers.NOT_GONE:
            for error in (
                smtplib.SMTPSenderRefused(code, text.encode(), "office@launching.example.com"),
                smtplib.SMTPAuthenticationError(code, text.encode()),
                smtplib.SMTPHeloError(code, text.encode()),
                smtplib.SMTPConnectError(code, text.encode()),
            ):
                with self.subTest(text, error=error):
                    self.assertFalse(self._judge(error).is_final)

    def test_4xx_is_never_final(self):
        for _code, text in smtp_answers.GONE:
            with self.subTest(text):
                self.assertFalse(self._judge(self._refuse(450, text)).is_final)

    def test_letters_of_any_encoding(self):
        error = smtplib.SMTPRecipientsRefused(
            {"ann@launching.example.com": (550, "Empfänger unbekannt".encode("cp1252"))}
        )
        self.assertEqual(str(self._judge(error)), "550 Empfänger unbekannt")
