"""What all companies measure alike is one company's to change for itself alone."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestSharedConfiguration(KpiCase):
    def setUp(self):
        super().setUp()
        self.tracking = self._track()

    def test_a_shared_kpi_is_the_administrators(self):
        self.kpi.company_id = False
        for user in (self.lead, self.stranger):
            for values in (
                {"name": "B was here"},
                {"active": False},
                {"description": "x"},
                {"company_id": user.company_id.id},
            ):
                with self.subTest(user=user.login, **values), self.assertRaises(AccessError):
                    self.kpi.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.kpi.with_user(user).update_field_translations("name", {"en_US": "B was here"})
            with self.assertRaises(AccessError):
                self.env["rollout.kpi"].with_user(user).create({"name": "For all", "company_id": False})
        own = self.env["rollout.kpi"].with_user(self.stranger).create({"name": "Ours"})
        self.assertEqual(own.company_id, self.other_company)
        own.name = "Still ours"
        with self.assertRaises(AccessError):
            own.company_id = False
        self.assertFalse(own.with_user(self.lead).has_access("read"))

    def test_a_copy_of_what_is_shared_is_the_company_s_own(self):
        (self.kpi | self.probe).company_id = False
        for user in (self.lead, self.stranger):
            for records in (self.kpi, self.kpi | self.probe):
                with self.subTest(user=user.login, records=records):
                    copies = records.with_user(user).copy()
                    self.assertEqual(copies.mapped("company_id"), user.company_id)
                    self.assertEqual(len(copies), len(records))
        admin = self.env.ref("base.user_admin")
        self.assertFalse(self.kpi.with_user(admin).copy().company_id, "an administrator's is shared, too")

    def test_what_is_shared_can_be_tried_by_leads(self):
        self.probe.company_id = False
        self.assertTrue(self.probe.with_user(self.lead).action_try())

    def test_a_kpi_is_not_taken_from_those_who_follow_it(self):
        self.kpi.company_id = False
        with self.assertRaisesRegex(ValidationError, "followed by another company than Other Ltd"):
            self.kpi.company_id = self.other_company
        self.kpi.company_id = self.company

    def test_a_program_opens_whatever_company_its_kpis_are_of(self):
        self.kpi.is_weekly_hours = True
        self._enter_baseline(self.tracking)
        self.env.flush_all()
        # An older database may have it: a KPI of another company than the phase that follows it.
        self.env.cr.execute(
            "UPDATE rollout_kpi SET company_id = %s WHERE id = %s", [self.other_company.id, self.kpi.id]
        )
        for record in (self.program, self.phase):
            self.env.invalidate_all()
            self.assertIn("11.0 hours", record.with_user(self.lead).status_quo_text)
            self.assertEqual(record.with_user(self.lead).saved_text, "Too few data")
