from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestPlanning(RolloutCase):
    @freeze_time("2026-04-20 05:00:00")
    def test_plan_from_the_playbook(self):
        self.phase.unlink()
        inventory = self._new_department("inventory")
        form = Form(
            self.env["rollout.plan.wizard"].with_user(self.lead).with_context(default_program_id=self.program.id)
        )
        form.date_start = date(2026, 5, 4)
        wizard = form.save()
        by_template = {line.template_id.name: line for line in wizard.line_ids}
        self.assertEqual(by_template["Accounting"].department_id, self.department)
        self.assertEqual(by_template["Inventory"].department_id, inventory)
        self.assertFalse(by_template["Sales"].department_id)
        wizard.action_plan()
        phases = self.program.phase_ids.sorted("planned_go_live")
        self.assertEqual(phases.department_id, self.department | inventory)
        # Not on the 4th, while the books of the month before are closed, and a month later not on a Sunday.
        self.assertEqual(phases[0].planned_go_live, date(2026, 5, 8))
        self.assertEqual(phases[1].planned_go_live, date(2026, 6, 8))
        self.assertIn("Stock has been counted in the week before", phases[1].gate_check_ids.mapped("name"))
        self.assertTrue(
            phases[1].gate_check_ids.filtered(lambda check: check.kind == "champions"),
            "the playbook adds to the default checks",
        )
        self.assertEqual(phases[0].app_ids.mapped("name"), ["account"])

    def test_the_playbook_can_be_edited(self):
        template = (
            self.env.ref("rollout_phase.template_sales").copy({"company_id": self.company.id}).with_user(self.lead)
        )
        template.check_ids = [(0, 0, {"name": "The price list is signed off"})]
        with self.assertRaises(AccessError):
            template.with_user(self.champion).name = "x"

    def test_plan_without_a_department(self):
        wizard = self.env["rollout.plan.wizard"].create({"program_id": self.program.id, "date_start": "2026-05-04"})
        wizard.line_ids.department_id = False
        with self.assertRaises(UserError):
            wizard.action_plan()

    @freeze_time("2026-01-20 05:00:00")
    def test_next_phase_brings_lessons_and_advocates(self):
        self._open_gate()
        self.phase.lessons = "<p>Print the labels first</p>"
        self.phase.gate_check_ids = [(0, 0, {"name": "The cake is ordered"})]
        self.phase.go_live_date = date(2026, 1, 9)
        inventory = self._new_department("Inventory")
        form = Form(
            self.env["rollout.next.phase.wizard"].with_user(self.lead).with_context(default_phase_id=self.phase.id)
        )
        form.department_id = inventory
        self.assertEqual(
            form.planned_go_live,
            date(2026, 2, 9),  # a month later is a Sunday
        )
        action = form.save().action_prepare()
        phase = self.env["rollout.phase"].browse(action["res_id"])
        self.assertIn("Print the labels", phase.previous_lessons)
        self.assertEqual(phase.advocate_ids.ids, self.employees[:2].ids)
        check = phase.gate_check_ids.filtered(lambda c: c.name == "The cake is ordered")
        self.assertEqual(check.state, "missing", "asked again, not confirmed again")

    def test_next_phase_that_is_planned_already(self):
        planned = self._new_phase(self._new_department("Inventory"), planned_go_live=date(2026, 9, 7))
        wizard = self.env["rollout.next.phase.wizard"].create({"phase_id": self.phase.id})
        self.assertEqual(wizard.department_id, planned.department_id)
        self.assertEqual(wizard.planned_go_live, date(2026, 9, 7))
        names = sorted(planned.gate_check_ids.mapped("name"))
        wizard.action_prepare()
        self.assertEqual(planned.previous_phase_id, self.phase)
        self.assertEqual(sorted(planned.gate_check_ids.mapped("name")), names)
        with self.assertRaises(ValidationError):
            self.phase.previous_phase_id = planned

    @freeze_time("2026-02-10 05:00:00")
    def test_timeline_shows_every_planned_phase(self):
        self.assertFalse(self.program.timeline)
        self.phase.planned_go_live = date(2026, 2, 1)
        self._new_phase(self._new_department("<script>alert(1)</script>"), planned_go_live=date(2026, 6, 1))
        timeline = str(self.program.timeline)
        self.assertEqual(timeline.count('title="Hypercare"'), 2)
        self.assertNotIn("<script", timeline)
        values = self.program._prepare_timeline()
        first, second = values["rows"]
        self.assertLess(first["start"], second["start"])
        self.assertLess(values["today"], second["start"])
        self.assertGreater(values["today"], first["start"])
        self.assertGreater(first["hypercare"][1], 0)
