import re
from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.link_token import digest
from ..tools.reply_link import WAITING_LIMIT, make_reply_secret
from .common import AFTER_WEEK
from .common_http import FeedbackHttpCase

SECRET = re.compile(r"/rollout/reply/([\w-]{43})\?")


@tagged("post_install", "-at_install")
class TestReply(FeedbackHttpCase):
    def _send_comment(self, comment="No labels"):
        return SECRET.search(self._post({"comment": comment, "mood": "2"}).text)[1]

    def _release_week(self):
        self._answer(self.wave, self.accounting, 4, mood=3)
        self.clock.move_to(AFTER_WEEK)
        self._run_cron("rollout_feedback.ir_cron_release")
        return self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])

    def _open_link(self, secret, **options):
        return self.url_open(f"/rollout/reply/{secret}", **options)

    def _reply(self, secret, text, **data):
        stamp = html.fromstring(self._open_link(secret).content).xpath("//input[@name='page']/@value")
        return self._open_link(secret, data={"text": text, "page": "".join(stamp), **data})

    def _get_waiting(self):
        return self.env["rollout.sealed.reply"].search([])

    def test_secret_is_stored_nowhere_and_not_made_of_the_token(self):
        first = self._send_comment()
        payload = self._get_sealed().payload
        self.assertEqual(payload["reply_digest"], digest(first))
        self.assertNotIn(first, str(payload))
        self.assertNotEqual(payload["reply_digest"], digest(self.token))
        self.assertEqual(self.env["rollout.spent.token"].search([]).mapped("digest"), [digest(self.token)])

    def test_no_link_without_words(self):
        self.assertNotIn("/rollout/reply/", self._post({"mood": "2"}).text)

    def test_before_the_release_it_says_so(self):
        secret = self._send_comment()
        page = self._open_link(secret)
        self.assertEqual(page.status_code, 200)
        self.assertIn("still sealed", page.text)
        self.assertEqual(self._reply(secret, "Too early").status_code, 422)
        self.assertFalse(self._get_waiting())

    def test_wrong_links_look_alike(self):
        secret = self._send_comment()
        self._release_week()
        feedback = self.env["rollout.feedback"]._find_by_secret(secret)
        self.assertTrue(feedback)
        feedback.unlink()
        pages = set()
        for wrong in (secret, make_reply_secret(bytes(32)), "", "x", "a/b", "%0a", "%00", "%ff", "ไทย", "A" * 5000):
            for data in (None, {"text": "", "page": "x"}):
                response = self._open_link(wrong, data=data)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn("Set-Cookie", response.headers)
                pages.add(response.text)
        self.assertEqual(len(pages), 1)
        self.assertIn("Kept words", self._open_link("x", data={"text": "Kept words"}).text)

    def test_question_and_answer(self):
        secret = self._send_comment()
        item = self._release_week()
        self.assertTrue(item.with_user(self.champion).can_ask_sender)
        action = item.with_user(self.champion).action_ask_sender()
        wizard = self.env[action["res_model"]].with_user(self.champion).with_context(**action["context"])
        wizard.create({"text": " Which <b>printer</b>? "}).action_ask()
        self.assertIn("Which &lt;b&gt;printer", item.message_ids[0].body)
        page = html.fromstring(self._open_link(secret).content)
        self.assertIn("Which <b>printer</b>?", page.xpath("string(//main)"))
        self.assertFalse(page.xpath("//main//b"))
        self.assertRegex(page.xpath("string(//main)"), r"\d\d/\d\d/2026")
        self.env["res.lang"]._activate_lang("th_TH")
        thai = html.fromstring(self.url_open(f"/rollout/reply/{secret}?lang=th_TH").content).xpath("string(//main)")
        self.assertRegex(thai, r"\d\d/\d\d/2569")
        self.assertNotIn("2026", thai)

        sent = self._reply(secret, "The <i>blue</i> one")
        self.assertEqual(sent.status_code, 200)
        self.assertIn("on its way", sent.text)
        messages = item.message_ids
        # The day is that of Bangkok, and in the night it is still yesterday in Greenwich.
        for hours in (0, 23):
            self.clock.move_to(AFTER_WEEK + timedelta(hours=hours))
            self._run_cron("rollout_feedback.ir_cron_deliver_replies")
            self.assertEqual(item.message_ids, messages, "not on the same day")
        self.assertFalse(item.feedback_ids.reply_ids.filtered(lambda reply: reply.direction == "sender"))

        self.clock.move_to(AFTER_WEEK + timedelta(days=1))
        self._run_cron("rollout_feedback.ir_cron_deliver_replies")
        [message] = item.message_ids - messages
        self.assertIn("The &lt;i&gt;blue&lt;/i&gt; one", message.body)
        self.assertEqual(message.author_id, self.env.ref("base.user_root").partner_id)
        self.assertFalse(self._get_waiting())
        self._run_cron("rollout_feedback.ir_cron_deliver_replies")
        self.assertEqual(len(item.message_ids - messages), 1, "delivered once")
        self.assertIn("The <i>blue</i> one", html.fromstring(self._open_link(secret).content).xpath("string(//main)"))

    def test_replies_of_a_day_are_delivered_shuffled(self):
        self._send_comment()
        feedback = self._release_week().feedback_ids
        texts = [str(number) for number in range(20)]
        rows = self.env["rollout.sealed.reply"].create(
            [
                {"feedback_id": feedback.id, "slot": slot, "day": AFTER_WEEK.date(), "text": text}
                for slot, text in enumerate(texts, start=1)
            ]
        )
        rows._deliver(self.program)
        delivered = feedback.reply_ids.sorted("id").mapped("text")
        self.assertEqual(set(delivered), set(texts))
        self.assertNotEqual(delivered, texts)

    def test_what_became_of_it(self):
        secret = self._send_comment()
        item = self._release_week()
        item.write({"public_summary": "Labels were slow", "public_answer": "A new printer"})
        page = self._open_link(secret).text
        self.assertIn("New", page)
        self.assertNotIn("A new printer", page)
        item.state = "decided"
        page = self._open_link(secret).text
        self.assertIn("Decided", page)
        self.assertIn("A new printer", page)

    def test_limits(self):
        secret = self._send_comment()
        self._release_week()
        self.assertEqual(self._reply(secret, "  ").status_code, 422)
        long = self._reply(secret, "x" * 4001)
        self.assertEqual(long.status_code, 422)
        self.assertIn("x" * 4001, long.text)
        for _twice in range(2):
            self.assertEqual(self._reply(secret, "Twice the same").status_code, 200)
        self.assertEqual(len(self._get_waiting()), 1)
        for number in range(WAITING_LIMIT - 1):
            self.assertEqual(self._reply(secret, f"Reply {number}").status_code, 200)
        full = self._reply(secret, "One too many")
        self.assertEqual(full.status_code, 422)
        self.assertIn("One too many", full.text)
        self.assertEqual(len(self._get_waiting()), WAITING_LIMIT)

    def test_stale_and_foreign_pages(self):
        secret = self._send_comment()
        self._release_week()
        for stamp in ("", "x", self._make_form_stamp()):
            response = self._open_link(secret, data={"text": "Hello", "page": stamp})
            self.assertEqual(response.status_code, 422)
            self.assertIn("Hello", response.text)
        self.assertFalse(self._get_waiting())

    def _make_form_stamp(self):
        token = self._issue(self._new_wave(AFTER_WEEK))
        return self._get_stamp(token)

    def test_opening_writes_nothing(self):
        secret = self._send_comment()
        self._release_week()
        self.env.flush_all()
        query = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        self.cr.execute(query)
        before = self.cr.fetchall()
        for method in ("GET", "HEAD"):
            self._open_link(secret, method=method)
        self.cr.execute(query)
        self.assertEqual(self.cr.fetchall(), before)

    def test_thin_week_keeps_the_link_with_the_words(self):
        secret = self._send_comment()
        self.clock.move_to(AFTER_WEEK)
        self._run_cron("rollout_feedback.ir_cron_release")
        self.assertEqual(self.env["rollout.feedback"]._find_by_secret(secret).comment, "No labels")
        self.assertEqual([row.payload for row in self._get_sealed()], [{"mood": 2}])

    def test_rights(self):
        secret = self._send_comment()
        item = self._release_week()
        item.phase_id = self.stock
        feedback = item.feedback_ids
        with self.assertRaises(AccessError):
            feedback.with_user(self.lead).reply_digest  # noqa: B018 - reading it is the test
        for user in (self.champion, self.staff, self.stranger):
            with self.assertRaises(AccessError):
                item.with_user(user)._ask_sender("Who are you?")
        item.with_user(self.lead)._ask_sender("Where?")
        self._reply(secret, "There")
        reply = feedback.reply_ids
        self.assertEqual(reply.with_user(self.lead).text, "Where?")
        for user in (self.lead, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self._get_waiting().with_user(user).read(["text"])
            with self.assertRaises(AccessError):
                reply.with_user(user).write({"text": "Else"})
        with self.assertRaises(UserError):
            self.env["rollout.log.item"].create({"name": "x", "program_id": self.program.id})._ask_sender("?")

    def test_rows_bear_no_author_and_no_time(self):
        for model in ("rollout.reply", "rollout.sealed.reply"):
            stored = {name for name, field in self.env[model]._fields.items() if field.store}
            self.assertFalse(stored & {"create_uid", "create_date", "write_uid", "write_date"})
            self.assertNotIn("datetime", {self.env[model]._fields[name].type for name in stored})
