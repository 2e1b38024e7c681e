from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.rollout_wave import PURPOSE
from ..models.rollout_wave_invitation import REMINDER_PURPOSE
from .common import AFTER_WEEK, THURSDAY, FeedbackCase

YEAR_LATER = AFTER_WEEK + timedelta(days=366)


@tagged("post_install", "-at_install")
class TestRetention(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._new_wave()

    def _fill(self, accounting=5, stock=2):
        self._answer(self.wave, self.accounting, accounting, mood=4, workload=2, manual_hours=0.0, kind="issue")
        self._answer(self.wave, self.stock, stock, mood=1, comment="My very own words")
        self._release()

    def _totals(self, **values):
        domain = [("wave_id", "=", self.wave.id), *((name, "=", value) for name, value in values.items())]
        return self.env["rollout.feedback.total"].search(domain)

    def _purge(self, moment=YEAR_LATER):
        with self._at(moment):
            # As the scheduled action does it: until nothing is left.
            while self.env["rollout.feedback"]._gc_answers()[1]:
                pass
        self.env.invalidate_all()

    def _answers(self):
        return self.env["rollout.feedback"].search([("program_id", "=", self.program.id)])

    def _read(self, **values):
        return [(total.figure, total.count, total.average) for total in self._totals(**values)]

    def test_totals_are_written_at_the_release(self):
        # Accounting's five hide Stock's two, and Accounting with it: nobody is named.
        self._fill()
        self.assertFalse(self._totals(scope="department"))
        by_figure = {total.figure: total for total in self._totals(scope="program")}
        self.assertEqual(set(by_figure), {"answers", "mood", "workload", "manual_hours", "kind"})
        self.assertEqual((by_figure["mood"].count, by_figure["mood"].average), (7, (5 * 4 + 2) / 7))
        self.assertEqual((by_figure["manual_hours"].count, by_figure["manual_hours"].average), (5, 0))
        self.assertEqual((by_figure["kind"].kind, by_figure["kind"].count), ("issue", 5))

    def test_departments_have_totals_only_where_they_are_named(self):
        self._fill(accounting=6, stock=5)
        self.assertEqual(
            set(self._totals(scope="department").department_id.ids),
            set(self._answers().department_id.ids),
        )
        self.assertEqual(
            self._read(scope="department", department_id=self.stock.department_id.id, figure="mood"), [("mood", 5, 1.0)]
        )

    def test_an_average_of_few_is_none(self):
        self._answer(self.wave, self.accounting, 5, mood=4)
        self._answer(self.wave, self.accounting, 2, workload=5)
        self._release()
        total = self._totals(scope="program", figure="workload")
        self.assertEqual(total.count, 2)
        self.env.cr.execute("SELECT average FROM rollout_feedback_total WHERE id = %s", [total.id])
        self.assertEqual(self.env.cr.fetchone(), (None,), "no zero that an average would count")

    def test_answers_go_and_totals_stay(self):
        self._fill()
        before = self._read()
        self._purge(AFTER_WEEK + timedelta(days=364))
        self.assertEqual(len(self._answers()), 7)
        self._purge()
        self.assertFalse(self._answers())
        self._purge()
        self.assertEqual(self._read(), before)
        self.assertEqual((self.wave.answer_count, self.wave.state), (7, "released"))

    def test_answers_from_before_there_were_totals(self):
        self._fill()
        before = self._read()
        self._totals().unlink()
        self._purge()
        self.assertFalse(self._answers())
        self.assertEqual(self._read(), before)

    def test_many_weeks_in_batches(self):
        self._fill()
        old = self._answers()
        for number in range(45):
            wave = self.wave.copy({"week": f"2025-W{number + 1:02d}", "state": "released"})
            self.env["rollout.feedback"].create({"wave_id": wave.id, "mood": 3})
        with self._at(YEAR_LATER):
            done, remaining = self.env["rollout.feedback"]._gc_answers()
        self.assertEqual((done, remaining), (20, 26))
        self._purge()
        self.assertFalse(self._answers() | old.exists())

    def test_words_go_from_closed_items_only(self):
        self._fill()
        items = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        self.assertEqual(items.mapped("name"), ["My very own words"] * 2)
        closed, still_open = items
        closed.state = "closed"
        manual = closed.copy({"name": "By hand", "description": "Ours", "source": "manual"})
        manual.state = "closed"
        self._purge()
        self.assertEqual((closed.name, closed.description), ("Answer of week 2026-W47", False))
        self.assertEqual(still_open.description, "My very own words")
        self.assertEqual((manual.name, manual.description), ("By hand", "Ours"))
        still_open.write({"state": "closed", "name": "Printing"})
        self._purge()
        self.assertEqual((still_open.name, still_open.description), ("Printing", False), "the team's words stay")
        self.env.flush_all()
        self.env.cr.execute("SELECT name FROM rollout_log_item WHERE name LIKE '%very own%'")
        self.assertFalse(self.env.cr.fetchall())

    def test_words_go_whichever_way_they_came_in(self):
        items = self.env["rollout.log.item"]
        words = "My very own words"
        plain = {"name": words, "description": words, "program_id": self.program.id}
        theirs = ("form", "kiosk", "email", "systray", "discuss", "other")
        answer = self.env["rollout.feedback"].create({"wave_id": self.wave.id, "comment": words})
        with self._at(AFTER_WEEK):
            written = items.create(
                [
                    *({**plain, "source": source, "state": "closed"} for source in theirs),
                    # Said to be the team's.
                    {**plain, "source": "manual", "state": "closed", "feedback_ids": answer.ids},
                ]
            )
            ours = items.create(
                [{**plain, "source": source, "state": "closed"} for source in ("manual", "training", "freeze")]
            )
            merged = items.create({**plain, "source": "kiosk"})
            merged.with_user(self.lead)._merge_into(ours[0])
            ours[0].feedback_ids = answer
            ours[0].description = "What we made of it"
        self._set_created(written | ours | merged)
        self._purge()
        for item in written | merged:
            with self.subTest(item.source):
                self.assertFalse(item.description)
                self.assertNotIn(words, item.name)
        self.assertEqual(ours.mapped("description"), ["What we made of it", words, words])
        self.assertEqual(set(ours.mapped("name")), {words})

    def _set_created(self, items):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rollout_log_item SET create_date = %s WHERE id IN %s", [AFTER_WEEK, tuple(items.ids)]
        )
        self.env.invalidate_all()

    def test_a_late_closed_item_knows_its_week(self):
        self._fill()
        item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)], limit=1)
        self._purge()
        self._set_created(item)
        item.state = "closed"
        self._purge()
        self.assertEqual(item.name, "Answer of week 2026-W47")

    def test_each_program_has_its_time(self):
        self._fill()
        self.program.feedback_retention_months = 3
        self._purge(AFTER_WEEK + timedelta(days=100))
        self.assertFalse(self._answers())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.program.feedback_retention_months = 2
            self.env.flush_all()

    def test_the_ledger_forgets_who_and_keeps_how_many(self):
        self._send()
        rows = self.env["rollout.mailing"].search([("program_id", "=", self.program.id), ("purpose", "=", PURPOSE)])
        # Everybody who was invited is reminded: the one tells the other.
        rows |= rows[0].copy({"purpose": REMINDER_PURPOSE})
        self.assertEqual(self.wave.invited_count, 12)
        for moment, count in ((THURSDAY + timedelta(weeks=4), 13), (THURSDAY + timedelta(weeks=8), 0)):
            for _run in range(2):
                with self._at(moment):
                    self.env["rollout.mailing"]._gc_weekly_mails()
                self.env.invalidate_all()
                self.assertEqual(len(rows.exists()), count)
                self.assertEqual(self.wave.invited_count, 12)

    def test_the_vacuum_finds_them(self):
        self._fill()
        with self._at(YEAR_LATER):
            self._run_cron("base.autovacuum_job")
        self.assertFalse(self._answers())
