"""Answers behind the items of the log, and what everybody reads of these."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import AFTER_WEEK, FeedbackCase

# What somebody wrote.
RAW = "My boss shouts when the printer jams again"


@tagged("post_install", "-at_install")
class TestLogItems(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.items = cls.env["rollout.log.item"]

    def _new_item(self, name="Nobody knows how to book a return", **values):
        return self.items.create({"name": name, "program_id": self.program.id, **values})

    def _new_raw_item(self, **values):
        """Return an item made of an answer, as the release makes them."""
        wave = self._new_wave()
        feedback = self.env["rollout.feedback"].create({"wave_id": wave.id, "comment": RAW, "kind": "frustration"})
        self.program._log_intake(
            [LogEntry(summary=RAW, description=RAW, kind="frustration", source="form", feedback_ids=feedback.ids)]
        )
        item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
        item.write(values)
        return item

    def _end_transaction(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _assert_tracked(self, record, name):
        self._end_transaction()
        self.assertIn(name, record.message_ids.sudo().tracking_value_ids.field_id.mapped("name"))

    def test_wave_opens_its_answers(self):
        wave = self._new_wave()
        self.assertEqual(wave.action_view_feedback()["domain"], [("wave_id", "=", wave.id)])
        self.assertEqual(
            self.program.action_preview_feedback_form()["url"],
            f"/rollout/feedback/preview/{self.program.id}",
        )

    def test_answers_count_and_are_united(self):
        wave = self._new_wave()
        self._answer(wave, self.accounting, 6, comment="Slow")
        self._release(AFTER_WEEK)
        items = self.items.search([("program_id", "=", self.program.id), ("source", "=", "form")])
        self.assertEqual(items.mapped("voice_count"), [1] * 6)
        survivor, merged = items[0], items[1:]
        merged.with_user(self.champion)._merge_into(survivor.with_user(self.champion))
        self.assertEqual((survivor.voice_count, len(survivor.feedback_ids)), (6, 6))
        twice = self._new_item("Said twice", feedback_ids=merged[1:3].feedback_ids.ids)
        self.assertEqual(twice.voice_count, 2)
        twice._merge_into(survivor)
        self.assertEqual(survivor.voice_count, 6, "the same answer isn't counted twice")
        merged[0].with_user(self.champion).action_split_off()
        self.assertEqual(len(survivor.feedback_ids), 5)
        survivor.feedback_ids.unlink()
        self.env.invalidate_all()
        self.assertEqual(survivor.voice_count, 5, "what was said counts also when the answers are gone")

    def test_ways_in_stand_in_their_order(self):
        self.assertEqual(
            list(self.items._fields["source"].get_values(self.env)),
            ["manual", "form", "training", "freeze", "other", "systray", "kiosk", "email", "discuss"],
        )

    def test_nobody_says_that_an_item_came_from_an_answer(self):
        answer = self._new_raw_item().feedback_ids
        item = self._new_item("Slow").with_user(self.lead)
        items = self.items.with_user(self.lead)
        plain = {"name": "Slow", "program_id": self.program.id}
        for name, value in {"source": "form", "feedback_ids": [(4, answer.id)]}.items():
            with self.subTest(name), self.assertRaises(UserError):
                item.write({name: value})
            with self.subTest(name, moment="create"), self.assertRaises(UserError):
                items.create({**plain, name: value})
            with self.subTest(name, moment="default"), self.assertRaises(UserError):
                items.with_context(**{f"default_{name}": value}).create(plain)
        rows = [["Slow", str(self.program.id), "Poster"]]
        [message] = items.load(["name", "program_id/.id", "source"], rows)["messages"]
        self.assertIn("“Source” isn't set by hand", message["message"])

    def test_words_do_not_become_the_teams(self):
        for source in ("form", "kiosk", "email", "systray", "discuss"):
            with self.subTest(source):
                item = self._new_item(RAW, description=RAW, source=source).with_user(self.champion)
                with self.assertRaises(UserError):
                    item.source = "manual"
                with self.assertRaisesRegex(UserError, "isn't duplicated"):
                    item.copy()
                self.assertFalse(item._get_team_wording())
        merged = self._new_item("Printing", description="Ours")
        self.assertTrue(merged._get_team_wording())
        self._new_raw_item()._merge_into(merged)
        self.assertFalse(merged._get_team_wording(), "an answer stands behind it now")
        raw = self._new_raw_item()
        # Said to be the team's.
        raw.source = "manual"
        self.assertFalse(raw._get_team_wording())

    def test_words_written_anew_are_still_somebodys(self):
        subject = "My boss is never there to ask"
        for source in ("kiosk", "email", "systray", "discuss"):
            with self.subTest(source):
                name = subject if source == "email" else RAW
                self.program._log_intake([LogEntry(summary=name, description=RAW, source=source)])
                item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
                item = item.with_user(self.champion)
                item.write({"name": "Printing", "description": "The printer needs care"})
                for text in {name, RAW}:
                    with self.assertRaisesRegex(ValidationError, "own words"):
                        self.program._check_own_words(text)
                    with self.assertRaisesRegex(ValidationError, "own words"):
                        item.public_summary = text
                item.public_summary = "It needs care"

    def test_what_came_in_goes_with_the_words(self):
        item = self._new_item(RAW, description=RAW, source="kiosk")
        item.description = "The printer needs care"
        item._erase_words()
        self.assertNotIn(RAW, item.name)
        self.assertFalse(item.description or item.original_words)
        other = self._new_raw_item()
        other.description = "The printer needs care"
        other._erase_answer(RAW)
        self.assertEqual((other.name, other.description), ("Answer of week 2026-W47", "The printer needs care"))
        self.assertFalse(other.original_words)

    def test_words_merged_into_an_item_are_not_its_own(self):
        item = self._new_item("Printing")
        inner = self._new_item("Labels")
        self._new_item(RAW, description=RAW, source="kiosk")._merge_into(inner)
        inner._merge_into(item)
        with self.assertRaises(ValidationError):
            item.with_user(self.lead).public_summary = RAW

    def test_a_decision_is_told_in_the_teams_words(self):
        item = self._new_raw_item(phase_id=self.accounting.id)
        with self.assertRaises(ValidationError):
            item.with_user(self.champion)._decide("wont_do", f"Somebody wrote: {RAW}.")
        item.with_user(self.lead)._decide("wont_do", "It prints well enough")
        self.assertEqual(item.state, "decided")

    def test_words_that_were_told_go_from_the_history(self):
        item = self._new_raw_item(phase_id=self.stock.id)
        tracked = item.message_post(body="", message_type="notification")
        self.env["mail.tracking.value"].create(
            {
                "mail_message_id": tracked.id,
                "field_id": self.env["ir.model.fields"]._get(item._name, "public_summary").id,
                "old_value_char": RAW,
            }
        )
        item._erase_words()
        self.assertEqual(tracked.sudo().tracking_value_ids.old_value_char, "…")

    def test_no_answer_s_words_where_everybody_reads(self):
        other = self.env["rollout.program"].with_user(self.lead).create({"name": "Next year"})
        item = self._new_raw_item()
        # Of what staff wrote nothing stands in the log any more, and still in the answer.
        item._erase_words()
        own = self._new_item("Printing").with_user(self.lead)
        elsewhere = own.copy({"program_id": other.id, "name": "Printing there"})
        hidden = RAW.replace("boss", "bo\u200bss").replace(" when", ", when")
        for say in (
            lambda: self.stock.with_user(self.lead).write({"name": RAW}),
            lambda: self.program.with_user(self.lead).write({"name": RAW}),
            lambda: elsewhere.write({"public_summary": RAW}),
            lambda: own.write({"public_answer": RAW}),
            lambda: own.write({"public_summary": hidden}),
            lambda: own.write({"public_summary": RAW.replace("o", "о").replace("e", "е")}),
        ):
            with self.assertRaisesRegex(ValidationError, "own words"):
                say()

    def test_what_is_told_is_tracked_whatever_the_context_says(self):
        item = self._new_item()
        self._end_transaction()
        silent = item.with_user(self.lead).with_context(tracking_disable=True, mail_notrack=True)
        for name, value in {"public_summary": "Printing", "public_answer": "A second printer"}.items():
            with self.subTest(name):
                silent.write({name: value})
                self._assert_tracked(item, name)

    def test_settings_of_the_promise_are_tracked_whatever_the_context_says(self):
        self._end_transaction()
        silent = self.program.with_user(self.lead).with_context(tracking_disable=True)
        for name, value in {
            "feedback_enabled": False,
            "feedback_minimum_group": 3,
            "feedback_rhythm": "biweekly",
            "feedback_retention_months": 6,
        }.items():
            with self.subTest(name):
                silent.write({name: value})
                self._assert_tracked(self.program, name)

    def test_answers_are_not_kept_for_ever(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.program.feedback_retention_months = 121
            self.program.flush_recordset()
        self.program.invalidate_recordset()
        self.program.feedback_retention_months = 120
        self.program.flush_recordset()

    def test_what_was_heard_comes_from_an_index_in_order(self):
        # The table is small: leave PostgreSQL no cheaper way than an index.
        for number in range(200):
            self._new_item(str(number), phase_id=self.stock.id)
        self.env.flush_all()
        self.env.cr.execute("ANALYZE rollout_log_item")
        self.env.cr.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
        heard = [("program_id", "=", self.program.id), ("public_on", "!=", False)]
        query = self.items.sudo()._search(heard, limit=3, order="public_on desc, id desc")
        plan = " ".join(line for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query.select())))
        self.assertIn("using rollout_log_item_heard", plan)
        self.assertNotIn("Sort", plan)
