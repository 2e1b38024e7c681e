import re
from datetime import timedelta

from odoo.tests import Form, tagged

from .common import THURSDAY
from .common_http import FeedbackHttpCase
from .common_note import NoteCase

STAMP = re.compile(r'name="page" value="([^"]+)"')


@tagged("post_install", "-at_install")
class TestPageSentOnce(NoteCase):
    """A page without a login that is sent twice counts once, and is answered twice alike."""

    def _get_page(self, path):
        return STAMP.search(self.url_open(path).text)[1]

    def _send(self, path, page, **data):
        return self.url_open(path, data={"page": page, "lang": "en_US", **data})

    def test_weekly_form(self):
        page = self._get_stamp()
        answer = {"mood": "2", "comment": "The scanner is slow"}
        pages = [self._send(self._get_path(), page, **answer) for _time in range(2)]
        self.assertEqual([response.status_code for response in pages], [200, 200])
        self.assertIn("/rollout/reply/", pages[0].text)
        self.assertEqual(pages[1].text, pages[0].text, "with the same link to what becomes of it")
        self.assertEqual(len(self._get_sealed()), 1)
        other = self._send(self._get_path(), page, mood="2", comment="Other words")
        self.assertEqual(other.status_code, 404, "the link works once")
        self.assertIn("Other words", other.text)

    def test_weekly_form_without_words(self):
        page = self._get_stamp()
        pages = [self._send(self._get_path(), page, mood="4") for _time in range(2)]
        self.assertEqual([response.text for response in pages], [pages[0].text] * 2)
        self.assertEqual(self._send(self._get_path(), page, mood="5").status_code, 404)
        self.assertEqual(len(self._get_sealed()), 1)

    def test_poster(self):
        self.stock.with_user(self.lead).action_print_kiosk_poster()
        path = re.search(r"/rollout/kiosk/.*", self.stock._get_kiosk_url())[0]
        page = self._get_page(path)
        note = {"mood": "2", "comment": "The scanner is slow"}
        pages = [self._send(path, page, **note) for _time in range(2)]
        self.assertEqual(pages[1].text, pages[0].text)
        self.assertIn("Thank you", pages[0].text)
        self.assertEqual(len(self._get_notes()), 2, "the words and the mood")
        self._send(path, page, comment="Other words")
        self.assertEqual(len(self._get_notes()), 3)
        self._send(path, self._get_page(path), **note)
        self.assertEqual(len(self._get_notes()), 5, "the next person may say the same")

    def test_reply(self):
        secret = re.search(r"/rollout/reply/([\w-]+)", self._post({"comment": "It is slow", "mood": "2"}).text)[1]
        self._answer(self.wave, self.accounting, 4, mood=3)
        self.clock.move_to(THURSDAY + timedelta(days=4))
        self._run_cron("rollout_feedback.ir_cron_release")
        path = f"/rollout/reply/{secret}"
        page = self._get_page(path)
        pages = [self._send(path, page, text="On Monday") for _time in range(2)]
        self.assertIn("on its way", pages[0].text)
        self.assertEqual(STAMP.sub("", pages[1].text), STAMP.sub("", pages[0].text))
        replies = self.env["rollout.sealed.reply"]
        self.assertEqual(len(replies.search([])), 1)
        replies.search([]).unlink()
        self._send(path, page, text="On Monday")
        self.assertFalse(replies.search([]), "handed over meanwhile, it isn't sent again")
        self._send(path, self._get_page(path), text="On Monday")
        self.assertEqual(len(replies.search([])), 1)

    def test_note_with_a_name(self):
        note = {"anonymous": False, "text": "The scanner is slow"}
        answers = [self._send_note(**note) for _time in range(2)]
        self.assertEqual(answers, [{"thanks": "Thank you! The team has your message."}] * 2)
        self.assertEqual(len(self._get_items("systray")), 1)
        self._send_note(**note, critical=True)
        self._send_note(**{**note, "text": "The printer is slow"})
        self.assertEqual(len(self._get_items("systray")), 3, "that is something else")
        self._send_note("feedback_champion", **note)
        self.assertEqual(len(self._get_items("systray")), 4, "and this somebody else")
        self.clock.move_to(THURSDAY + timedelta(minutes=9))
        self._send_note("feedback_staff", **note)
        self.assertEqual(len(self._get_items("systray")), 4)
        self.clock.move_to(THURSDAY + timedelta(days=1))
        self._send_note("feedback_staff", **note)
        self.assertEqual(len(self._get_items("systray")), 5, "it still is")

    def test_note_without_a_name(self):
        key = "bed185fd7f7d63cfdad24c3287fbc84a"
        answers = [self._send_note(key=key) for _time in range(2)]
        self.assertEqual(answers, [answers[0]] * 2)
        self.assertEqual(len(self._get_notes()), 1)
        self._send_note(key=key, text="Other words")
        self._send_note(key=key[::-1])
        self.assertEqual(len(self._get_notes()), 3, "other words, and another note")
        for _time in range(2):
            self._send_note(key=key, critical=True, now=True)
        self.assertEqual(len(self._get_items("systray")), 1)

    def test_nothing_leads_from_a_note_to_its_author(self):
        """The same words of two people, with the same key, are one: the author isn't part of what is noted."""
        self._send_note(key="k" * 32)
        self._send_note("feedback_champion", key="k" * 32)
        self.assertEqual(len(self._get_notes()), 1)

    def test_what_was_sent_is_forgotten(self):
        sendings = self.env["rollout.sending"]
        page = self._get_stamp()
        self._send(self._get_path(), page, mood="4")
        sendings._gc_sendings()
        self.assertEqual(self._send(self._get_path(), page, mood="4").status_code, 200, "still known")
        sendings._gc_sendings()
        self.assertFalse(sendings.search([]))
        self.assertEqual(self._send(self._get_path(), page, mood="4").status_code, 404)
        self.assertEqual(len(self._get_sealed()), 1)


@tagged("post_install", "-at_install")
class TestSaidOnce(FeedbackHttpCase):
    """What somebody known says twice in the same words within minutes is said once."""

    def test_message_in_discuss(self):
        channel = self.env["discuss.channel"].create({"name": "warehouse", "channel_type": "channel"})
        message = channel.with_user(self.champion).message_post(body="It forgets lines", message_type="comment")
        wizards = self.env["rollout.discuss.wizard"].with_user(self.champion)

        def add(**values):
            form = Form(wizards.with_context(default_message_id=message.id, default_program_id=self.program.id))
            for name, value in values.items():
                form[name] = value
            return form.save().action_add()

        before = self.env["rollout.log.item"].search_count([("source", "=", "discuss")])
        self.assertEqual(add(), add())
        add(name="Something else")
        self.assertEqual(self.env["rollout.log.item"].search_count([("source", "=", "discuss")]) - before, 2)

    def test_question_to_a_sender(self):
        feedback = self.env["rollout.feedback"].create({"wave_id": self.wave.id, "reply_digest": "d"})
        item = self.env["rollout.log.item"].create({"name": "It jams", "program_id": self.program.id})
        item.feedback_ids = feedback
        for text in ("Which one?", "Which one?", "Since when?"):
            wizard = self.env["rollout.sender.question"].with_user(self.lead)
            wizard.create({"item_id": item.id, "text": text}).action_ask()
        replies = self.env["rollout.reply"].search([("feedback_id", "=", feedback.id)])
        self.assertEqual(sorted(replies.mapped("text")), ["Since when?", "Which one?"])
