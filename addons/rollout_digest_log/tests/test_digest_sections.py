from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from odoo.addons.rollout_digest.tests.common_sections import MONDAY, THURSDAY, SectionsCase
from odoo.addons.rollout_log.tests.common import LogCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry


@tagged("post_install", "-at_install")
class TestDigestSections(SectionsCase, LogCase):
    def _tell(self, program):
        return self._new_item("Very dear", minutes_lost=600, program_id=program.id).name

    def _new_item(self, name="A printer", moment=THURSDAY, **values):
        with self._at(moment):
            return super()._new_item(name, **values)

    def test_the_log_in_the_teams_words(self):
        self.program._log_intake([LogEntry(summary="My boss yells at me", source="other", critical=True)])
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
        self.program._log_intake([LogEntry(summary="My boss yells at me", source="other", minutes_lost=30)])
        body = self._render("lead")
        self.assertNotIn("My boss", body)
        self.assertIn("Issue from the staff", body)

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
