"""Milestones and alarms stand in the ledger in the words of its reader."""

from odoo.tests import tagged

from odoo.addons.rollout_digest.tests.common import find_foreign_purposes

from ..models.rollout_kpi_tracking import ALARM_PURPOSES
from ..models.rollout_phase import MILESTONE_PURPOSE
from .common import KpiCase


@tagged("post_install", "-at_install")
class TestMailingWords(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = (
            cls.env["rollout.mailing"]
            .create(
                [
                    {
                        "program_id": cls.program.id,
                        "purpose": purpose,
                        "period": period,
                        "res_model": "res.users",
                        "res_id": cls.sponsor.id,
                    }
                    for purpose, period in (
                        (MILESTONE_PURPOSE, f"{cls.phase.id}:90"),
                        (MILESTONE_PURPOSE, "987654321:60"),
                        ("rollout_digest.digest", "2026-W48"),
                    )
                ]
            )
            .with_user(cls.lead)
        )

    def test_what_the_list_shows(self):
        names = [f"{self.phase.name}, day 90", "Day 60", "2026-W48"]
        self.assertEqual(self.rows.mapped("period_name"), names)
        self.assertEqual(self.rows[0].display_name, f"Digest after a Milestone: {names[0]}")

    def test_search_and_groups(self):
        ledger = self.rows.browse()
        own = [("id", "in", self.rows.ids)]
        found = ledger.search([*own, ("period_name", "ilike", f"{self.phase.name.lower()}, DAY 9")])
        self.assertEqual(found, self.rows[0])
        self.assertEqual(ledger.search([*own, ("period_name", "not ilike", "day")]), self.rows[2])
        groups = ledger.web_read_group(own, ["period"], ["__count"])["groups"]
        self.assertEqual({group["period"] for group in groups}, set(self.rows.mapped("period_name")))
        for group in groups:
            rows = ledger.search([*own, *group["__extra_domain"]])
            self.assertEqual(rows.mapped("period_name"), [group["period"]])
        groups = ledger.web_read_group(own, ["purpose"], ["__count"])["groups"]
        self.assertEqual({group["purpose"] for group in groups}, {MILESTONE_PURPOSE, "rollout_digest.digest"})

    def test_every_purpose_is_the_addons_that_brought_it(self):
        self.assertFalse(find_foreign_purposes(self.env))

    def test_alarm_periods_name_the_kpi(self):
        tracking = self._track()
        names = self.rows._name_periods(ALARM_PURPOSES["alarm"], [f"{tracking.id}:90"])
        self.assertEqual(names, {f"{tracking.id}:90": f"{tracking.display_name}, day 90"})
