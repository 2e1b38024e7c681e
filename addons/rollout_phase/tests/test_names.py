import io

from openpyxl import Workbook

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RolloutCase
from .common_names import NamesCase


@tagged("post_install", "-at_install")
class TestNames(NamesCase, RolloutCase):
    """A name stands for one record: where several bear it, a longer one is shown and accepted."""

    NAMED = {"rollout.champion": {"employee_id": "Bo"}}

    def test_a_name_is_longer_only_where_it_has_to_be(self):
        self.assertEqual(self.phase.display_name, "Launch / Accounting")
        self.assertEqual(self.other_phase.display_name, "Second site / Accounting")
        alone = self._new_phase(self._new_department("Sales"))
        self.assertEqual(alone.display_name, "Sales")
        self.other_phase.name = "Books"
        self.assertEqual((self.phase.display_name, self.other_phase.display_name), ("Accounting", "Books"))
        self.other_phase.name = "Accounting"
        self.other_phase.active = False
        self.assertEqual(self.phase.display_name, "Launch / Accounting", "it may come back")
        self.other_phase.unlink()
        self.assertEqual(self.phase.display_name, "Accounting")
        self.assertEqual(self.program.display_name, "Launch")
        foreign = self.program.copy(
            {"name": "Launch", "company_id": self.other_company.id, "lead_id": False, "sponsor_id": False}
        )
        self.assertEqual(self.program.display_name, "Launching Ltd / Launch")
        self.assertEqual(foreign.display_name, "Other Ltd / Launch")

    def test_departments_of_one_name_in_one_program(self):
        north, south = (self._new_department(name) for name in ("North", "South"))
        first, second = (
            self._new_phase(self._new_department("Stock", parent_id=parent.id)) for parent in (north, south)
        )
        self.assertEqual(first.display_name, "Launch / North / Stock")
        self.assertEqual(second.display_name, "Launch / South / Stock")
        self.assertEqual(self._find("rollout.phase", "Launch / South / Stock"), second)

    def test_a_long_name_is_found(self):
        for name, operator, found in (
            ("Launch / Accounting", "=", self.phase),
            ("Second site / Accounting", "=", self.other_phase),
            ("Accounting", "=", self.phase | self.other_phase),
            ("Second / Acc", "ilike", self.other_phase),
            ("Second site / ", "ilike", self.other_phase),
            ("acc", "ilike", self.phase | self.other_phase),
            ("Third / Accounting", "=", self.phase.browse()),
            ("Launch / Launch / Accounting", "=", self.phase.browse()),
            ("Launching Ltd / Launch / Accounting", "=", self.phase),
        ):
            with self.subTest(name, operator=operator):
                self.assertEqual(self._find("rollout.phase", name, operator), found)
        phases = self.env["rollout.phase"].with_user(self.lead)
        mine = [("program_id", "in", (self.program | self.second).ids)]
        self.assertEqual(phases.search([*mine, ("display_name", "!=", "Launch / Accounting")]), self.other_phase)
        self.assertEqual(phases.search([*mine, ("display_name", "not ilike", "Second / Acc")]), self.phase)
        names = ["Launch / Accounting", "Second site / Accounting"]
        self.assertEqual(phases.search_count([("display_name", "in", names)]), 2)

    def test_a_champion_of_two_departments_is_no_name(self):
        champions = self.env["rollout.champion"].create(
            [{"phase_id": phase.id, "employee_id": self.employees[1].id} for phase in (self.phase, self.other_phase)]
        )
        result = self._load("rollout.champion.time", ["champion_id", "hours"], [[champions[0].display_name, "2"]])
        self.assertFalse(result["messages"])
        result = self._load("rollout.champion.time", ["champion_id", "hours"], [["Bo", "2"]])
        self.assertIn("may be one of 2", result["messages"][0]["message"])

    def test_programs_of_one_name(self):
        self.lead.company_ids += self.other_company
        twin = self.program.copy(
            {"name": "Launch", "company_id": self.other_company.id, "lead_id": False, "sponsor_id": False}
        )
        both = self.company | self.other_company
        programs = self.env["rollout.program"].with_user(self.lead).with_context(allowed_company_ids=both.ids)
        department = self._new_department("Sales", company_id=False)
        phases = programs.env["rollout.phase"]
        with mute_logger("odoo.sql_db"):
            result = phases.load(["program_id", "department_id"], [["Launch", "Sales"]])
        self.assertIn("“Launching Ltd / Launch”", result["messages"][0]["message"])
        result = phases.load(["program_id", "department_id"], [["Other Ltd / Launch", "Sales"]])
        self.assertFalse(result["messages"])
        self.assertEqual(phases.browse(result["ids"]).program_id, twin)
        self.assertEqual(phases.browse(result["ids"]).department_id, department)

    def test_names_of_other_apps_are_refused_as_well(self):
        self.env["hr.employee"].create({"name": "Ann", "company_id": self.company.id})
        columns = ["phase_id", "employee_id"]
        result = self._load("rollout.champion", columns, [["Launch / Accounting", "Ann"]])
        self.assertFalse(result["ids"])
        self.assertIn("2 that bear the same name", result["messages"][0]["message"])
        self.assertIn("External ID", result["messages"][0]["message"])
        result = self._load("rollout.champion", columns, [["Launch / Accounting", "Bo"]])
        self.assertFalse(result["messages"])

    def test_nothing_of_the_file_is_imported(self):
        book = Workbook()
        for row in (["Employee", "Phase"], ["Ann", "Launch / Accounting"], ["Bo", "Accounting"]):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        wizard = (
            self.env["base_import.import"]
            .with_user(self.lead)
            .create({"res_model": "rollout.champion", "file": content.getvalue(), "file_name": "people.xlsx"})
        )
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        # Odoo tries what it could read of a row, and logs that a required value is missing.
        with mute_logger("odoo.sql_db"):
            result = wizard.execute_import(["employee_id", "phase_id"], ["Employee", "Phase"], options)
        self.assertEqual(result["messages"][0]["type"], "error")
        self.assertIn("“Accounting”", result["messages"][0]["message"])
        self.assertFalse(self.phase.champion_ids)

    def test_other_apps_keep_their_ways(self):
        self.env["res.partner.category"].create([{"name": "Twin"}, {"name": "Twin"}])
        result = self.env["res.partner"].load(["name", "category_id"], [["Somebody", "Twin"]])
        self.assertEqual([message["type"] for message in result["messages"]], ["warning"])
        self.assertTrue(result["ids"])

    def test_names_cost_the_same_for_many(self):
        self.env.flush_all()
        counts = []
        for records in (self.phase, self.phase | self.other_phase | self._new_phase(self._new_department("Sales"))):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("display_name")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_two_departments_of_one_name_are_not_guessed(self):
        template = self.env["rollout.phase.template"].create({"name": "Workshop"})
        plan = self.env["rollout.plan.wizard"].create({"program_id": self.program.id})
        first = self._new_department("Workshop")
        self.assertEqual(plan._get_matching_department(template), first)
        self._new_department("workshop")
        self.assertFalse(plan._get_matching_department(template))
