from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from odoo.addons.rollout_feedback.tests.common import AFTER_WEEK, THURSDAY, FeedbackCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

MONDAY = AFTER_WEEK + timedelta(hours=8)


@tagged("post_install", "-at_install")
class TestDigestSections(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.program"].search([("id", "!=", cls.program.id)]).active = False

    def _render(self, audience, moment=MONDAY, programs=None):
        programs = programs or self.program
        with self._at(moment):
            bodies = self.env["rollout.digest.section"]._render_digests(programs, audience)
        return bodies[programs[0].id]

    def _new_item(self, name="A printer", moment=THURSDAY, **values):
        with self._at(moment):
            return self.env["rollout.log.item"].create({"name": name, "program_id": self.program.id, **values})

    def _new_win(self, name, moment):
        return self.env["rollout.win"].create(
            {
                "name": name,
                "program_id": self.program.id,
                "state": "published",
                "published_on": moment,
                "thanked_names": "Lek from the agency",
            }
        )

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

    def test_wins_without_names(self):
        self._new_win("Closed in <five> days", THURSDAY)
        self._new_win("Long ago", THURSDAY - timedelta(days=10))
        for audience in ("staff", "champion", "lead", "sponsor"):
            body = self._render(audience)
            self.assertIn("Closed in &lt;five&gt; days", body)
            self.assertNotIn("Long ago", body)
            self.assertNotIn("Lek", body)

    def test_in_a_mail_about_one_phase(self):
        """As the mail at a milestone: what tells of the program is in it, too."""
        self._new_win("Closed in five days", THURSDAY)
        self._new_item("Very dear", minutes_lost=600)
        with self._at(MONDAY):
            [body] = (
                self.env["rollout.digest.section"]
                ._render_digests(self.program, "lead", phases=self.accounting, subtitle="Accounting, day 30")
                .values()
            )
        for text in ("Accounting, day 30", "Closed in five days", "Very dear"):
            self.assertIn(text, body)
        self.assertNotIn("Stock", body)

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

    def test_the_log_in_the_teams_words(self):
        self.program._log_intake([LogEntry(summary="My boss yells at me", source="form", critical=True)])
        long_ago = THURSDAY - timedelta(days=60)
        for number in range(5):
            self._new_item(f"Printer {number}", long_ago + timedelta(days=number))
        self._new_item("Very dear", minutes_lost=600)
        for audience in ("lead", "sponsor"):
            body = self._render(audience)
            for text in ("Printer 0", "Printer 2", "Very dear", "10.0 h a week"):
                self.assertIn(text, body)
            self.assertNotIn("Printer 3", body, "the first few are enough")
            self.assertNotIn("My boss", body)
        for audience in ("staff", "champion"):
            self.assertNotIn("Very dear", self._render(audience))

    def test_what_is_settled_is_not_told(self):
        self._new_item("Settled", THURSDAY - timedelta(days=60), state="decided", critical=True, minutes_lost=600)
        self.assertNotIn("The Log", self._render("lead"))
        self._new_item("Open", THURSDAY)
        body = self._render("lead")
        self.assertIn("The Log", body)
        self.assertNotIn("Settled", body)

    def test_an_item_is_told_once(self):
        self._new_item("Old and dear", THURSDAY - timedelta(days=60), minutes_lost=600)
        self.assertEqual(self._render("lead").count("Old and dear"), 1)

    def test_words_of_staff_are_never_mailed(self):
        self.program._log_intake([LogEntry(summary="My boss yells at me", source="form", minutes_lost=30)])
        body = self._render("lead")
        self.assertNotIn("My boss", body)
        self.assertIn("Issue from the staff", body)

    def test_staff_go_on_to_a_page_without_a_login(self):
        self.assertIn(f"/rollout/heard/{self.program.page_token}?lang=en_US", self._render("staff"))

    def test_queries_do_not_grow_with_the_programs(self):
        def measured(count):
            programs = self.env["rollout.program"]
            for number in range(count):
                program = self.program.copy({"name": f"P{count}-{number}"})
                programs |= program
                with self._at(THURSDAY):
                    item = self.env["rollout.log.item"].create(
                        {"name": "Dear", "program_id": program.id, "minutes_lost": 9}
                    )
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
                    item.copy({"public_summary": "Said", "public_answer": "Done", "state": "decided"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at(MONDAY):
                for audience in ("lead", "staff"):
                    self.env["rollout.digest.section"]._render_digests(programs, audience)
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(10), measured(2))

    def test_in_odoos_own_digest(self):
        item = self._new_item("Stopped", critical=True)
        digest = self.env["digest.digest"].create(
            {
                "name": "Our week",
                "company_id": self.company.id,
                "user_ids": [Command.set(self.lead.ids)],
                "kpi_rollout_critical": True,
            }
        )

        def value(user):
            kpis = digest._compute_kpis(self.company, user)
            return [kpi["kpi_col1"]["value"] for kpi in kpis if kpi["kpi_name"] == "kpi_rollout_critical"]

        with freeze_time(MONDAY):
            self.assertEqual(value(self.lead), [1])
            self.assertEqual(value(self.staff), [])
        with freeze_time(THURSDAY - timedelta(days=1)):
            self.assertEqual(value(self.lead), [0])
        item.sudo().write({"state": "decided", "decided_on": MONDAY + timedelta(hours=1)})
        with freeze_time(MONDAY):
            self.assertEqual(value(self.lead), [1], "it was open then")
        with freeze_time(MONDAY + timedelta(hours=2)):
            self.assertEqual(value(self.lead), [0])
