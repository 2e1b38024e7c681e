from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.rollout_digest.tests.common_sections import MONDAY, THURSDAY, SectionsCase
from odoo.addons.rollout_feedback.tests.common import AFTER_WEEK, FeedbackCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry


@tagged("post_install", "-at_install")
class TestDigestSections(SectionsCase, FeedbackCase):
    AUDIENCE = "staff"

    def _tell(self, program):
        item = self._new_item("Dear", program_id=program.id, minutes_lost=9)
        with self._at(THURSDAY):
            self.env["rollout.wave"].create(
                {
                    "program_id": program.id,
                    "week": "2026-W47",
                    "date_from": THURSDAY,
                    "date_to": AFTER_WEEK,
                    "state": "released",
                    "minimum_group": 5,
                }
            )
            said = {"public_summary": "Printing takes long", "public_answer": "Done", "state": "decided"}
            return item.copy(said).public_summary

    def _new_item(self, name="A printer", moment=THURSDAY, **values):
        with self._at(moment):
            return self.env["rollout.log.item"].create({"name": name, "program_id": self.program.id, **values})

    def test_what_was_heard_this_week(self):
        for name, moment in (("Old", THURSDAY - timedelta(days=7)), ("New", THURSDAY)):
            item = self._new_item(moment=moment)
            with self._at(moment):
                item.write({"public_summary": f"{name} printer", "public_answer": "Mended", "state": "decided"})
                item.flush_recordset()
        self._new_item(public_summary="Undecided", public_answer="Maybe")
        for audience in ("staff", "champion", "sponsor"):
            body = self._render(audience)
            self.assertIn("New printer", body)
            self.assertIn("Mended", body)
            self.assertNotIn("Old printer", body)
            self.assertNotIn("Undecided", body)

    def test_rate_and_mood(self):
        self._send()
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 5, mood=4)
        self._answer(wave, self.stock, 2, mood=1)
        self.assertNotIn("people answered", self._render("lead"), "sealed until the week is over")
        self._release()
        for audience in ("lead", "sponsor"):
            body = self._render(audience)
            self.assertIn("Week 47/2026: 7 of 12 people answered (58 %)", body)
            self.assertIn("Mood, from 1 to", body)
            self.assertNotIn("Stock", self._get_moods(body))
        for audience in ("staff", "champion"):
            self.assertNotIn("people answered", self._render(audience))
        self.assertNotIn("people answered", self._render("lead", MONDAY + timedelta(days=21)), "no news any more")

    def _get_moods(self, body):
        return body.partition("Mood, from 1 to")[2]

    def test_nothing_is_shown_that_tells_of_few(self):
        """All departments are shown but one: its average would be the difference."""
        self._send()
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 6, mood=4)
        self._answer(wave, self.stock, 1, mood=1)
        self._release()
        totals = self.env["rollout.feedback.total"].search([("wave_id", "=", wave.id), ("figure", "=", "mood")])
        shown = {total.department_id.name for total in totals if total.average and total.department_id}
        moods = self._get_moods(self._render("lead"))
        for name in ("Accounting", "Stock"):
            self.assertEqual(name in moods, name in shown, name)
        self.assertNotIn("Stock", shown)

    def test_a_department_with_few_moods_shows_none(self):
        self._send()
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 2, mood=1)
        self._answer(wave, self.accounting, 4, workload=3)
        self._answer(wave, self.stock, 6, mood=4)
        self._release()
        moods = self._get_moods(self._render("lead"))
        self.assertIn("Everybody", moods)
        self.assertNotIn("Accounting", moods)
        self.assertNotIn("0.0", moods)

    def test_departments_that_may_be_named(self):
        self._send()
        wave = self.program.wave_ids
        self._answer(wave, self.accounting, 5, mood=4)
        self._answer(wave, self.stock, 5, mood=2)
        self._release()
        moods = self._get_moods(self._render("sponsor"))
        self.assertIn('width="60%"', moods)  # everybody: 3 of 5
        for name, width in (("Accounting", 80), ("Stock", 40)):
            self.assertIn(f'width="{width}%"', moods.partition(name)[2][:1000], name)
        # A department that is gone by now is not everybody.
        totals = self.env["rollout.feedback.total"].search([("department_id", "=", self.stock.department_id.id)])
        totals.department_id = False
        self.assertEqual(self._get_moods(self._render("sponsor")).count("Everybody"), 1)

    def test_words_of_staff_are_never_mailed(self):
        """Of an item the mail says what everybody may read, if the team has worded that."""
        [item] = self.program._log_intake([LogEntry(summary="My boss yells at me", source="form", minutes_lost=30)])
        body = self._render("lead")
        self.assertNotIn("My boss", body)
        self.assertIn("Issue from the staff", body)
        item.with_env(self.env).public_summary = "Printing takes too long"
        self.assertIn("Printing takes too long", self._render("lead"))

    def test_staff_go_on_to_a_page_without_a_login(self):
        self.assertIn(f"/rollout/heard/{self.program.page_token}?lang=en_US", self._render("staff"))
