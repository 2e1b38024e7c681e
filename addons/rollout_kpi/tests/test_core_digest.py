from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import Form, tagged

from odoo.addons.rollout_digest.tests.common_core_digest import CoreDigestCase

from .common import GO_LIVE, noon
from .common_digest import KpiDigestCase


@tagged("post_install", "-at_install")
class TestCoreDigest(CoreDigestCase, KpiDigestCase):
    FIELDS = ("kpi_rollout_live", "kpi_rollout_improved", "kpi_rollout_attention")

    def setUp(self):
        super().setUp()
        self.tracking = self._track()
        self.flat = self._track(self.probe)
        self._enter_baseline(self.tracking)
        with freeze_time(noon(GO_LIVE)):
            self.flat.action_measure_baseline()
        self._go_live()
        moment = noon(GO_LIVE + timedelta(days=30))
        with freeze_time(moment):
            self.lead_env["rollout.kpi.reading"].create(
                {
                    "tracking_id": self.tracking.id,
                    "role": "milestone",
                    "milestone_day": 30,
                    "date_to": GO_LIVE,
                    "value": 5,
                    "method": "From the checklist",
                }
            )
        # Taken when it is entered, which the clock of the test doesn't tell the database.
        self.tracking.milestone_ids.sudo().taken_on = moment
        self._run(moment, "rollout_kpi.ir_cron_take_readings")

    def test_how_things_stand(self):
        self.assertEqual(self.flat.verdict, "not_told_apart")
        self.assertEqual(self._compute(self.lead), dict.fromkeys(self.FIELDS, [1, 1, 1]))
        self.assertEqual(self._compute(self.lead, days=20)["kpi_rollout_live"], [1, 1, 1])
        self.assertEqual(self._compute(self.lead, days=20)["kpi_rollout_improved"], [0, 0, 0])

    def test_what_is_over_or_too_little_is_left_out(self):
        self.tracking.milestone_ids.sudo().write({"state": "too_few", "value": False})
        self.assertEqual(self._compute(self.lead)["kpi_rollout_improved"], [0, 0, 0])
        self.assertEqual(self._compute(self.lead)["kpi_rollout_attention"], [1, 1, 1])
        self.phase.with_user(self.lead).action_cancel()
        self.assertEqual(self._compute(self.lead), dict.fromkeys(self.FIELDS, [0, 0, 0]))

    def test_each_may_see_what_they_may_read(self):
        self.assertEqual(set(self._compute(self.sponsor)), set(self.FIELDS))
        self.assertEqual(set(self._compute(self.champion)), set(self.FIELDS))
        self.assertFalse(self._compute(self.staff))

    def test_another_company_is_not_counted(self):
        self.digest.company_id = self.other_company
        found = self._compute(self.stranger, company=self.other_company)
        self.assertEqual(found, dict.fromkeys(self.FIELDS, [0, 0, 0]))

    def test_odoos_own_mail_shows_them(self):
        mail = self._send_core_digest()
        for text in ("Departments Live", "Rollout KPIs Improved", "Rollout KPIs Without Improvement"):
            self.assertIn(text, mail.body_html)

    def test_they_are_chosen_in_odoos_form(self):
        self.env.user.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        with Form(self.env["digest.digest"]) as form:
            form.name = "Another"
            form.kpi_rollout_improved = True
        self.assertIn("kpi_rollout_improved_value", form.record.available_fields)
