import io

from openpyxl import Workbook

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MapCase


@tagged("post_install", "-at_install")
class TestNames(MapCase):
    """Workflows and shadow systems are imported for one department, and told apart by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["rollout.program"].create({"name": "Second site", "company_id": cls.company.id})
        cls.other_phase = cls.env["rollout.phase"].create(
            {"program_id": cls.second.id, "department_id": cls.department.id}
        )

    def _load(self, model, names, rows):
        # Odoo tries what it could read of a row, and logs that a required value is missing.
        with mute_logger("odoo.sql_db"):
            return self.env[model].with_user(self.lead).load(names, rows)

    def _find(self, model, name, operator="="):
        found = self.env[model].with_user(self.lead).name_search(name, operator=operator)
        return self.env[model].browse([id_ for id_, _name in found])

    def test_a_name_of_several_is_refused(self):
        rows = [["Close the month", "Launch / Accounting"], ["Pay suppliers", "Accounting"]]
        result = self._load("rollout.workflow", ["name", "phase_id"], rows)
        self.assertFalse(result["ids"])
        message = result["messages"][0]
        self.assertEqual(message["type"], "error")
        self.assertIn("may be one of 2: “", message["message"])
        for name in ("“Launch / Accounting”", "“Second site / Accounting”"):
            self.assertIn(name, message["message"])
        self.assertIn("“Accounting” in “Phase”", message["message"])
        self.assertFalse(self.env["rollout.workflow"].search([("phase_id", "in", (self.phase | self.other_phase).ids)]))

    def test_the_longer_name_is_accepted(self):
        rows = [["Close the month", "Launch / Accounting"], ["Pay suppliers", "Second site / Accounting"]]
        result = self._load("rollout.workflow", ["name", "phase_id"], rows)
        self.assertFalse(result["messages"])
        workflows = self.env["rollout.workflow"].browse(result["ids"])
        self.assertEqual([workflow.phase_id for workflow in workflows], [self.phase, self.other_phase])

    def test_what_a_list_shows_is_imported_again(self):
        for model in ("rollout.workflow", "rollout.shadow.system"):
            records = self.env[model].create(
                [{"name": "Paper", "phase_id": phase.id} for phase in (self.phase, self.other_phase)]
            )
            with self.subTest(model):
                shown = dict(zip(records.mapped("display_name"), records, strict=True))
                self.assertEqual(len(shown), 2, "told apart")
                for name, record in shown.items():
                    self.assertEqual(self._find(model, name), record)
                columns = ["id", "name", "phase_id"]
                result = self._load(model, columns, records.export_data(columns)["datas"])
                self.assertFalse(result["messages"])
                self.assertEqual(result["ids"], records.ids)

    def test_names_of_other_apps_are_refused_as_well(self):
        self.env["hr.employee"].create({"name": "Ann", "company_id": self.company.id})
        columns = ["name", "phase_id", "owner_id"]
        result = self._load("rollout.workflow", columns, [["Close", "Launch / Accounting", "Ann"]])
        self.assertFalse(result["ids"])
        self.assertIn("2 that bear the same name", result["messages"][0]["message"])
        self.assertIn("External ID", result["messages"][0]["message"])
        result = self._load("rollout.workflow", columns, [["Close", "Launch / Accounting", "Bo"]])
        self.assertFalse(result["messages"])

    def test_nothing_of_the_file_is_imported(self):
        book = Workbook()
        for row in (["Workflow", "Phase"], ["Close 100 %", "Launch / Accounting"], ["Pay", "Accounting"]):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        wizard = (
            self.env["base_import.import"]
            .with_user(self.lead)
            .create({"res_model": "rollout.workflow", "file": content.getvalue(), "file_name": "work.xlsx"})
        )
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        # Odoo tries what it could read of a row, and logs that a required value is missing.
        with mute_logger("odoo.sql_db"):
            result = wizard.execute_import(["name", "phase_id"], ["Workflow", "Phase"], options)
        self.assertEqual(result["messages"][0]["type"], "error")
        self.assertIn("“Accounting”", result["messages"][0]["message"])
        self.assertFalse(self.env["rollout.workflow"].search([("name", "=", "Close 100 %")]))
