from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestNames(KpiCase):
    """Points, countermeasures and readings name one KPI of one phase, or are refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Shared by all companies.
        cls.kpi.write({"name": "Days to close", "company_id": False})
        cls.tracking = cls._track()
        second = cls.env["rollout.program"].create({"name": "Second site", "company_id": cls.company.id})
        phase = cls.env["rollout.phase"].create({"program_id": second.id, "department_id": cls.department.id})
        cls.other = cls._track(phase=phase)

    def _import(self, name):
        return self._load("rollout.kpi.reading", {"tracking_id": name, "date_to": "2026-01-05", "value": "11"})

    def _load(self, model, values):
        # Odoo tries what it could read of a row, and logs that a required value is missing.
        with mute_logger("odoo.sql_db"):
            return self.lead_env[model].load(list(values), [list(values.values())])

    def test_the_name_says_which_program(self):
        self.assertEqual(self.tracking.display_name, "Days to close – Launch / Accounting")
        self.assertEqual(self.other.display_name, "Days to close – Second site / Accounting")

    def test_a_point_is_imported_where_its_name_says(self):
        for tracking in (self.tracking, self.other):
            result = self._import(tracking.display_name)
            self.assertFalse(result["messages"])
            self.assertEqual(tracking.reading_ids.ids, result["ids"])

    def test_a_name_of_several_is_refused(self):
        result = self._import("Days to close – Accounting")
        self.assertFalse(result["ids"])
        self.assertIn("may be one of 2", result["messages"][0]["message"])
        self.assertIn("“Days to close – Second site / Accounting”", result["messages"][0]["message"])

    def test_a_name_of_none_is_refused(self):
        for name in ("Accounting", "Days to close", "Nothing like it", "–"):
            with self.subTest(name):
                self.assertFalse(self._import(name)["ids"])

    def test_while_typing_either_part_finds_it(self):
        trackings = self.lead_env["rollout.kpi.tracking"]
        for text in ("second site / acc", "close – second site / ", "Days to close – Second site / Acc"):
            with self.subTest(text):
                self.assertEqual(trackings.search([("display_name", "ilike", text)]), self.other)
        self.assertLessEqual(self.tracking | self.other, trackings.search([("display_name", "ilike", "days to")]))
        self.assertLessEqual(self.tracking | self.other, trackings.search([("display_name", "ilike", "account")]))

    def test_a_record_without_a_name_is_not_guessed(self):
        self._enter_baseline(self.tracking, (11,))
        result = self._load("rollout.kpi.correction", {"reading_id": "Anything", "reason": "Why"})
        self.assertFalse(result["ids"])
        self.assertEqual(result["messages"][0]["type"], "error")

    def test_a_company_has_a_kpi_of_a_shared_name(self):
        own = self.env["rollout.kpi"].create({"name": "Days to close", "company_id": self.company.id})
        self.assertEqual(own.display_name, "Launching Ltd / Days to close")
        self.assertEqual(self.kpi.display_name, "Days to close")
        phase = self._new_phase(self._new_department("Sales"))
        for name, kpi in (("Launching Ltd / Days to close", own), ("Days to close", self.kpi)):
            result = self.lead_env["rollout.kpi.tracking"].load(["kpi_id", "phase_id"], [[name, "Sales"]])
            self.assertFalse(result["messages"])
            self.assertEqual(self.env["rollout.kpi.tracking"].browse(result["ids"]).kpi_id, kpi)
        self.assertEqual(len(phase.env["rollout.kpi.tracking"].search([("phase_id", "=", phase.id)])), 2)

    def test_a_name_is_told_apart_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        own = self.env["rollout.kpi"].create({"name": "Closing time", "company_id": self.company.id})
        own.with_context(lang="th_TH").name = "ปิดบัญชี"
        self.kpi.with_context(lang="th_TH").name = "ปิดบัญชี"
        self.assertEqual(own.display_name, "Closing time")
        self.assertEqual(own.with_context(lang="th_TH").display_name, "Launching Ltd / ปิดบัญชี")
