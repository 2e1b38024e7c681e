from odoo.tests import Form, tagged

from .common import DigestCase
from .common_core_digest import CoreDigestCase


@tagged("post_install", "-at_install")
class TestCoreDigest(CoreDigestCase, DigestCase):
    FIELDS = ("kpi_rollout_live",)

    def setUp(self):
        super().setUp()
        self._go_live()

    def test_how_things_stand(self):
        self.assertEqual(self._compute(self.lead), {"kpi_rollout_live": [1, 1, 1]})
        self.assertEqual(self._compute(self.lead, days=-1), {"kpi_rollout_live": [0, 0, 0]})

    def test_what_is_over_is_left_out(self):
        self.phase.with_user(self.lead).action_cancel()
        self.assertEqual(self._compute(self.lead), {"kpi_rollout_live": [0, 0, 0]})

    def test_each_may_see_what_they_may_read(self):
        self.assertTrue(self._compute(self.sponsor))
        self.assertTrue(self._compute(self.champion))
        self.assertFalse(self._compute(self.staff))

    def test_another_company_is_not_counted(self):
        self.digest.company_id = self.other_company
        found = self._compute(self.stranger, company=self.other_company)
        self.assertEqual(found, {"kpi_rollout_live": [0, 0, 0]})

    def test_odoos_own_mail_shows_them(self):
        self.assertIn("Departments Live", self._send_core_digest().body_html)

    def test_they_are_chosen_in_odoos_form(self):
        self.env.user.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        with Form(self.env["digest.digest"]) as form:
            form.name = "Another"
            form.kpi_rollout_live = True
        self.assertIn("kpi_rollout_live_value", form.record.available_fields)
