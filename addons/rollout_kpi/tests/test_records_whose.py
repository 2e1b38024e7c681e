from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_records import DURATION, RecordsCase


@tagged("post_install", "-at_install")
class TestRecordsWhose(RecordsCase):
    """Whose records are measured, and in whose language it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branches = cls.env["res.company"].create(
            [{"name": name, "parent_id": cls.company.id} for name in ("North", "South")]
        )
        for branch in cls.branches:
            program = cls.env["rollout.program"].create({"name": branch.name, "company_id": branch.id})
            department = cls.env["hr.department"].create({"name": branch.name, "company_id": branch.id})
            phase = cls.env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
            cls._new_system(datetime(2026, 1, 15, 5), 3, 1.0, phase=phase)

    def test_branches_count_as_far_as_the_definer_may_see_them(self):
        every, own = "of Launching Ltd, North, South", "of Launching Ltd, without North, South"
        for companies, value, told in (
            (self.company, 5, own),
            (self.company | self.branches[0], 6, "of Launching Ltd, North, without South"),
            (self.company | self.branches, 7, every),
        ):
            self.lead.company_ids = companies
            with self.subTest(companies.mapped("name")):
                [answer] = self._measure(self._new_kpi())
                self.assertEqual(answer.value, value)
                self.assertIn(told, answer.method)
        [answer] = self._measure(self._new_kpi(self.env.ref("base.user_root")))
        self.assertEqual(answer.value, 7)
        [answer] = self._measure(self._new_kpi(self.env.ref("base.user_root"), **DURATION))
        self.assertEqual(answer.count, 8)

    def test_a_branch_counts_its_own_alone(self):
        self.lead.company_ids |= self.branches
        kpi = self._new_kpi()
        self.assertEqual(self._measure(kpi, company=self.branches[0])[0].value, 1)
        self.lead.write({"company_id": self.branches[0].id, "company_ids": self.branches.ids})
        # Branches without the company itself aren't the company.
        self.assertIn("no access to Launching Ltd", self._measure(kpi)[0].error)

    def test_what_was_measured_is_told_in_each_reader_s_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        kpi = self._new_kpi()
        [answer] = self._measure(kpi)
        for language, told in (("en_US", "as far as "), ("th_TH", "เท่าที่ ")):
            with self.subTest(language):
                self.assertIn(told + self.lead.name, kpi.with_context(lang=language)._describe(answer.facts))

    def test_facts_outlive_what_they_are_of(self):
        kpi = self._new_kpi(measure="sum", value_field="hours_per_week")
        [answer] = self._measure(kpi)
        gone = {**answer.facts, "model": "gone.model", "fields": ["x_gone"], "unit": 0}
        told = kpi._describe(gone)
        self.assertIn("gone.model", told)
        self.assertIn("x_gone", told)
        self.assertEqual(kpi._describe({}), "")

    def test_a_problem_holds_no_sentence(self):
        kpi = self._new_kpi()
        self.env.cr.execute("UPDATE rollout_kpi SET record_model = 'gone.model' WHERE id = %s", [kpi.id])
        kpi.invalidate_recordset()
        [answer] = self._measure(kpi)
        self.assertEqual(answer.facts, {"problem": "model_gone", "model": "gone.model"})
        self.assertEqual(
            answer.error, "“gone.model” is not in this database any more: the app that brought it is gone."
        )

    def test_each_problem_is_told(self):
        """Whatever can be wrong with a definition is refused with a sentence that names it."""
        for values, told in (
            ({"record_model": False}, "Choose the records"),
            ({"measure": False}, "Choose what is measured"),
            ({"date_field": False}, "Choose a field for “Date”"),
            ({"date_field": "no_such"}, "The field “no_such” of “Rollout Shadow System” is gone"),
            ({"date_field": "hours_per_week"}, "“Hours a Week” can't be used for “Date”"),
            ({"measure": "sum", "value_field": "id"}, "“ID” is not added up"),
            ({"record_domain": "hello("}, "What stands in “Filter” is no filter"),
            ({"record_domain": "[('id', '=', 1), 'x']"}, "What stands in “Filter” is no filter"),
            ({"record_domain": "[('id', '=', 1), ('no_such.x', '=', 1)]"}, "see its condition on “no_such.x”"),
            ({"measure": "share", "share_domain": "[('nope', '=', 1)]"}, "“Condition” can't be used: .* “nope”"),
            ({"record_model": "ir.cron", "date_field": "nextcall"}, "may not read “Scheduled Actions”"),
            ({**DURATION, "end_field": "create_date"}, "“Created on” can't be both"),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, told):
                self._new_kpi(**values)

    def test_a_condition_that_the_database_refuses_is_told(self):
        kpi = self._new_kpi()
        for condition, told in (
            ("[('hours_per_week', '>', 1), ('id', 'in', 'x')]", "see its condition on “id”"),
            ("[('hours_per_week', '>', 1), ('id', '=', 'x')]", "see its condition on “id”"),
            ("[('name', '=', 'a\\x00')]", "see its condition on “name”"),
            ("[('phase_id', 'any', [('name', '=', 'a\\x00')])]", "see its condition on “phase_id”"),
            ("[('name', '=', 'a\0')]", "What stands in “(Filter|Condition)” is no filter"),
        ):
            for values in ({"record_domain": condition}, {"measure": "share", "share_domain": condition}):
                with self.subTest(values):
                    with self.assertRaisesRegex(UserError, told), self.cr.savepoint():
                        self._new_kpi(**values)
                    with self.assertRaisesRegex(UserError, told), self.cr.savepoint():
                        kpi.write(values)
        self.assertEqual(self._measure(kpi)[0].value, 5, "the transaction goes on")
