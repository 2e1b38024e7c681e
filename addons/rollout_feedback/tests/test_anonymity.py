import json

from odoo.tests import tagged

from ..tools.link_token import digest
from ..tools.page_stamp import read_key
from .common import AFTER_WEEK
from .common_http import FeedbackHttpCase


@tagged("post_install", "-at_install")
class TestAnonymity(FeedbackHttpCase):
    """Look through the whole database for who answered what."""

    def setUp(self):
        super().setUp()
        self.env["hr.employee"].search(
            [("company_id", "=", self.company.id)]
        ).work_email = "somebody@launching.example.com"

    def _search_everywhere(self, *needles):
        """Return ``{table.column}`` wherever one of the texts stands."""
        self.env.flush_all()
        self.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public'
                  AND data_type IN ('text', 'character varying', 'jsonb', 'json')"""
        )
        found = set()
        for table, column in self.cr.fetchall():
            for needle in needles:
                self.cr.execute(
                    f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1',
                    [f"%{needle}%"],
                )
                if self.cr.fetchone():
                    found.add(f"{table}.{column}")
        return found

    def _snapshot(self):
        """Return every row of every table, as text, except what the database itself counts."""
        self.env.flush_all()
        self.cr.execute(
            """SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"""
        )
        rows = set()
        for (table,) in self.cr.fetchall():
            self.cr.execute(f'SELECT t::text FROM "{table}" t')
            rows |= {(table, row) for (row,) in self.cr.fetchall()}
        return rows

    def test_a_token_is_nowhere_until_it_is_used(self):
        self._open()
        self.assertFalse(self._search_everywhere(self.token, digest(self.token)))
        self._post({"mood": "2"})
        self.assertFalse(self._search_everywhere(self.token))
        self.assertEqual(self._search_everywhere(digest(self.token)), {"rollout_spent_token.digest"})

    def test_sending_an_answer_adds_three_rows_that_name_nobody(self):
        """Also when a colleague is logged in: session, device and access logs learn nothing."""
        # As in a browser, unlike other tests: the session notes devices and times.
        self.authenticate("feedback_staff", "feedback_staff", session_extra={"_trace_disable": False})
        stamp = self._get_stamp()
        before = self._snapshot()
        self._open(headers={"User-Agent": "A Rare Browser", "X-Forwarded-For": "203.0.113.9"})
        self._post(
            {"mood": "2", "comment": "Tell-tale words"},
            stamp=stamp,
            headers={"User-Agent": "A Rare Browser", "X-Forwarded-For": "203.0.113.9"},
        )
        added = self._snapshot() - before
        self.assertEqual(
            sorted(table for table, _row in added),
            ["rollout_sealed_answer", "rollout_sending", "rollout_spent_token"],
        )
        columns = {}
        for table in ("rollout_sealed_answer", "rollout_sending", "rollout_spent_token"):
            self.cr.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
                [table],
            )
            columns[table] = {name for (name,) in self.cr.fetchall()}
        self.assertEqual(columns["rollout_sealed_answer"], {"id", "wave_id", "department_id", "payload"})
        self.assertEqual(columns["rollout_spent_token"], {"id", "wave_id", "digest"})
        self.assertEqual(columns["rollout_sending"], {"id", "digest", "old"})
        # What is noted of the page is made of its own key, which is nowhere.
        self.assertFalse(self._search_everywhere(read_key(stamp)))

    def test_after_the_release_nothing_leads_to_anybody(self):
        # As in a browser, unlike other tests: the session notes devices and times.
        self.authenticate("feedback_staff", "feedback_staff", session_extra={"_trace_disable": False})
        tokens = [self._issue(self.wave) for _number in range(5)]
        for number, token in enumerate(tokens):
            self._post(
                {"mood": "2", "comment": f"Tell-tale words {number}"},
                token=token,
                stamp=self._get_stamp(token),
            )
        before = self._snapshot()
        self.clock.move_to(AFTER_WEEK)
        self._run_cron("rollout_feedback.ir_cron_release")
        self.assertFalse(self._search_everywhere(*tokens, *map(digest, tokens)))
        self.assertEqual(
            self._search_everywhere("Tell-tale words"),
            {
                "rollout_feedback.comment",
                "rollout_log_item.name",
                "rollout_log_item.description",
                "rollout_log_item.original_words",
            },
        )
        root = self.env.ref("base.user_root")
        feedback = self.env["rollout.feedback"].search([("wave_id", "=", self.wave.id)])
        items = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        for records in (feedback, items):
            self.assertEqual(len(records), 5)
            self.assertEqual((records.create_uid | records.write_uid), root)
            self.assertEqual(len(set(records.mapped("create_date"))), 1, "no order in time")
            self.assertEqual(set(records.mapped("create_date")), set(records.mapped("write_date")))
        messages = items.message_ids
        self.assertEqual(messages.author_id, root.partner_id)
        self.assertFalse(items.message_follower_ids)
        # Neither the colleague who was logged in nor anybody invited stands in a row that was added.
        people = self.staff.partner_id.name, "somebody@launching"
        for table, row in self._snapshot() - before:
            for person in people:
                self.assertNotIn(person, row, table)

    def test_named_answers_are_named(self):
        self._post({"mood": "2", "sender_name": "Mali"})
        self.clock.move_to(AFTER_WEEK)
        self._run_cron("rollout_feedback.ir_cron_release")
        feedback = self.env["rollout.feedback"].search([("wave_id", "=", self.wave.id)])
        self.assertEqual((feedback.sender_name, feedback.mood), ("Mali", 2))
        self.assertFalse(feedback.department_id)

    def test_sealed_rows_bear_only_what_was_answered(self):
        self._post({"mood": "2", "lang": "en_US", "user_id": "7", "email": "a@example.com"})
        self.assertEqual(json.dumps(self._get_sealed().payload), '{"mood": 2}')
