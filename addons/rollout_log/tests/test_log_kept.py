from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LogCase

LIVE = date(2026, 3, 2)
# Two weeks of work after go-live; an item of the 5th leaves seven days of calm.
LATER = datetime(2026, 3, 16, 5, 0)
BEFORE = datetime(2026, 3, 4, 18, 0)


@tagged("post_install", "-at_install")
class TestLogKept(LogCase):
    """What the log has seen stays: nothing critical is hidden, nothing open archived, nothing decided deleted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.items = cls.items.with_env(cls.env)
        cls.accounting.write({"go_live_date": LIVE, "stage_id": cls.env.ref("rollout_phase.stage_live").id})

    def _new_critical(self, moment=BEFORE):
        with self._at(moment):
            return self.items.with_user(self.lead).create(
                {
                    "name": "Nobody can pay",
                    "program_id": self.program.id,
                    "phase_id": self.accounting.id,
                    "critical": True,
                }
            )

    def _read(self, kind):
        check = self.accounting.exit_check_ids.filtered(lambda check: check.kind == kind)
        check.invalidate_recordset()
        return check.state, check.detail

    def _assert_not_calm(self):
        with self._at(LATER):
            state, detail = self._read("calm")
            self.assertEqual(state, "fail")
            self.assertIn("7 of 10", detail)

    def test_what_was_critical_counts_whatever_becomes_of_it(self):
        item = self._new_critical()
        self._assert_not_calm()
        item.critical = False
        self._assert_not_calm()
        item._decide("wont_do", "It is over")
        item.action_archive()
        self._assert_not_calm()

    def test_a_decision_is_kept_also_where_it_was_opened_again(self):
        item = self._new_item(phase_id=self.accounting.id).with_user(self.lead)
        self.env.flush_all()
        self.env.cr.precommit.run()
        item.with_context(tracking_disable=True)._decide("wont_do", "It is over")
        self.env.flush_all()
        self.env.cr.precommit.run()
        item.action_reopen()
        notes = item.message_ids.filtered(lambda message: "It is over" in str(message.body))
        self.assertEqual(len(notes), 2)
        for act in (notes.unlink, item.unlink, lambda: notes.write({"body": "Nothing"})):
            with self.assertRaises(UserError):
                act()

    def test_the_day_counts_on_which_it_became_critical(self):
        item = self._new_item(phase_id=self.accounting.id).with_user(self.lead)
        with self._at(BEFORE):
            item.critical = True
        self._assert_not_calm()
        item.write({"critical": True, "minutes_lost": 5})
        self._assert_not_calm()

    def test_nobody_sets_the_day(self):
        item = self._new_critical()
        with self.assertRaises(UserError):
            item.critical_on = "2020-01-01"
        with self.assertRaises(UserError):
            item.create({"name": "Slow", "program_id": self.program.id, "critical_on": "2020-01-01"})

    def test_a_merge_brings_the_day_along(self):
        item = self._new_critical()
        other = self._new_item(phase_id=self.accounting.id).with_user(self.lead)
        item._merge_into(other)
        self.assertEqual(other.critical_on, item.critical_on)
        self._assert_not_calm()

    def test_the_check_shows_what_it_counted(self):
        item = self._new_critical()
        item.critical = False
        item._decide("wont_do", "It is over")
        item.action_archive()
        check = self.accounting.exit_check_ids.filtered(lambda check: check.kind == "calm")
        action = check._fix_calm()
        self.assertEqual(self.items.with_context(**action["context"]).search(action["domain"]), item)

    def test_an_open_item_stays_in_sight(self):
        for user in (self.champion, self.lead):
            item = self._new_item(phase_id=self.accounting.id).with_user(user)
            with self.subTest(user.login):
                with self.assertRaisesRegex(UserError, "is open"):
                    item.action_archive()
                with self.assertRaisesRegex(UserError, "is open"):
                    item.write({"active": 0})
                with self.assertRaisesRegex(UserError, "is open"):
                    item.create({"name": "Slow", "program_id": self.program.id, "active": False})
                item._decide("wont_do", "It is over")
                item.action_archive()
                self.assertFalse(item.active)

    def test_what_is_open_out_of_sight_is_part_of_the_backlog(self):
        self.program.hypercare_backlog_limit = 0
        item = self._new_item(phase_id=self.accounting.id, active=False)
        self.assertEqual(self._read("backlog")[0], "fail")
        other = self._new_item(phase_id=self.accounting.id)
        item.active = True
        item.with_user(self.lead)._merge_into(other)
        other.with_user(self.lead)._decide("wont_do", "It is over")
        self.assertEqual(self._read("backlog")[0], "pass", "what was merged is settled with what it went into")

    def test_an_item_stays_in_its_program(self):
        another = self.program.copy()
        item = self._new_item().with_user(self.lead)
        with self.assertRaises(UserError):
            item.program_id = another
        item.write({"program_id": self.program.id, "name": "Slow"})
        self.assertEqual(item.name, "Slow")

    def test_what_was_told_is_not_deleted(self):
        decided, closed, critical, calm = items = self.items.union(
            *(self._new_item(f"Item {number}", phase_id=self.accounting.id) for number in range(4))
        ).with_user(self.lead)
        (decided | closed)._decide("wont_do", "It is over")
        closed.action_close()
        critical.critical = True
        calm.critical = True
        calm.critical = False
        for item in items:
            with self.subTest(item.name), self.assertRaisesRegex(UserError, "is kept"):
                item.unlink()
        plain = self._new_item().with_user(self.lead)
        plain.unlink()
        self.assertFalse(plain.exists())

    def test_what_somebody_wrote_is_not_deleted(self):
        item = self._new_item(source="discuss").with_user(self.lead)
        with self.assertRaisesRegex(UserError, "is kept"):
            item.unlink()

    def test_what_was_critical_stays_with_its_department(self):
        item = self._new_critical()
        item.critical = False
        for phase in (self.stock, self.env["rollout.phase"]):
            with self.assertRaisesRegex(UserError, "was critical for"):
                item.phase_id = phase
        item.write({"phase_id": self.accounting.id, "name": "Nobody could pay"})
        self._assert_not_calm()
        unnamed = self._new_item(critical=True).with_user(self.lead)
        unnamed.phase_id = self.accounting
        calm = self._new_item(phase_id=self.accounting.id).with_user(self.lead)
        calm.phase_id = self.stock
        self.assertEqual((unnamed.phase_id, calm.phase_id), (self.accounting, self.stock))

    def test_numbers_stay_within_reason(self):
        item = self._new_item()
        for record, name, bad, good in (
            (item, "minutes_lost", -1, 0),
            (self.program, "log_overdue_days", 366, 365),
        ):
            with self.subTest(name):
                with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
                    record[name] = bad
                    record.flush_recordset()
                record.invalidate_recordset()
                record[name] = good
                record.flush_recordset()

    def test_changes_are_tracked_whatever_the_context_says(self):
        item = self._new_item()
        self._end_transaction()
        silent = item.with_user(self.lead).with_context(tracking_disable=True, mail_notrack=True)
        for name, value in {
            "kind": "request",
            "critical": True,
            "user_id": self.champion.id,
            "phase_id": self.stock.id,
            "state": "in_progress",
        }.items():
            with self.subTest(name):
                silent.write({name: value})
                self._assert_tracked(item, name)
        silent._decide("wont_do", "It is over")
        self._assert_tracked(item, "decision")
        silent.action_archive()
        self._assert_tracked(item, "active")

    def test_the_limit_of_hypercare_is_tracked_whatever_the_context_says(self):
        self._end_transaction()
        silent = self.program.with_user(self.lead).with_context(tracking_disable=True)
        silent.hypercare_backlog_limit = 5
        self._assert_tracked(self.program, "hypercare_backlog_limit")

    def _end_transaction(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _assert_tracked(self, record, name):
        self._end_transaction()
        self.assertIn(name, record.message_ids.sudo().tracking_value_ids.field_id.mapped("name"))
