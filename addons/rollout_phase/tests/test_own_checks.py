from contextlib import contextmanager
from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase, migrate


@tagged("post_install", "-at_install", "together")
class TestOwnChecks(RolloutCase):
    """Every phase has the suite's own checks, with their moment and demand, whatever a client sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.as_lead = cls.env["rollout.phase"].with_user(cls.lead)

    def _describe(self, phase):
        checks = phase._get_all_checks()
        return {(check.kind, check.key, check.moment, check.mandatory, check.is_demanded) for check in checks}

    @contextmanager
    def _refused(self, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield

    def test_a_lead_does_not_make_the_gate(self):
        values = {"program_id": self.program.id, "department_id": self._new_department("Sales").id}
        kinds = self.env["rollout.gate.check"]._fields["kind"].get_values(self.env)
        for field in ("gate_check_ids", "exit_check_ids"):
            for kind in set(kinds) - {"manual"}:
                with self.subTest(field=field, kind=kind), self._refused("by themselves"):
                    self.as_lead.create({**values, field: [Command.create({"kind": kind, "mandatory": False})]})
        with self._refused("by themselves"):
            self.phase.with_user(self.lead).copy(
                {
                    "department_id": values["department_id"],
                    "gate_check_ids": [Command.create({"kind": "champions", "mandatory": False})],
                }
            )
        with self._refused("by themselves"):
            self.program.with_user(self.lead).phase_ids = [
                Command.create({**values, "gate_check_ids": [Command.create({"kind": "order", "mandatory": False})]})
            ]
        phase = self.as_lead.with_context(default_kind="champions", default_is_demanded=False).create(
            {**values, "gate_check_ids": [Command.create({"name": "Keys are handed out", "mandatory": False})]}
        )
        own = phase.gate_check_ids.filtered(lambda check: check.name == "Keys are handed out")
        self.assertRecordValues(own, [{"kind": "manual", "is_demanded": False}])
        own.with_user(self.lead).unlink()
        self.assertEqual(self._describe(phase), self._describe(self.phase))
        with self.assertRaises(UserError):
            phase.with_user(self.lead).action_go_live()

    def test_each_page_of_the_playbook_adds_to_what_is_asked_of_all(self):
        expected = self._describe(self.phase)
        for template in self.env["rollout.phase.template"].search([]):
            program = self.program.copy()
            wizard = self.env["rollout.plan.wizard"].with_user(self.lead).create({"program_id": program.id})
            line = wizard.line_ids.filtered(lambda line, template=template: line.template_id == template)
            line.department_id = self._new_department(f"Planned {template.name}")
            (wizard.line_ids - line).department_id = False
            wizard.action_plan()
            phase = program.phase_ids
            with self.subTest(template=template.name):
                self.assertLessEqual(expected, self._describe(phase))
                added = phase.gate_check_ids.filtered(lambda check: check.kind == "manual" and not check.key)
                self.assertEqual(set(added.mapped("name")), set(template.check_ids.mapped("name")))
                self.assertIn("first_month", phase.exit_check_ids.mapped("key"))

    def test_a_check_typed_before_the_first_save_replaces_none(self):
        values = {"program_id": self.program.id, "department_id": self._new_department("Sales").id}
        saved = self.as_lead.web_save(
            {**values, "gate_check_ids": [Command.create({"name": "Keys are handed out"})]}, {"id": {}}
        )
        self.assertLess(self._describe(self.phase), self._describe(self.env["rollout.phase"].browse(saved[0]["id"])))

    def test_the_next_department_is_asked_the_same_once(self):
        self.phase.gate_check_ids = [Command.create({"name": "Stock has been counted"})]
        wizard = self.env["rollout.next.phase.wizard"].with_user(self.lead)
        wizard = wizard.create({"phase_id": self.phase.id, "department_id": self._new_department("Sales").id})
        phase = self.env["rollout.phase"].browse(wizard.action_prepare()["res_id"])
        self.assertEqual(sorted(phase.gate_check_ids.mapped("name")), sorted(self.phase.gate_check_ids.mapped("name")))

    def test_phases_from_before_get_what_they_never_got(self):
        checks = self.phase._get_all_checks()
        expected = self._describe(self.phase)
        checks.filtered(lambda check: check.key in ("help_at_hand", "first_month")).unlink()
        kept = self.phase.gate_check_ids.filtered(lambda check: check.key == "master_data")
        kept.write({"key": False, "evidence": "Seen", "confirmed_on": "2026-01-01"})
        archived = self._new_phase(self._new_department("Sales"), active=False)
        archived._get_all_checks().filtered("key").key = False
        migrate(self.env.cr, "rollout_phase", "19.0.1.2.0/end-name_checks.py")
        self.env.invalidate_all()
        self.assertEqual(self._describe(self.phase), expected)
        self.assertEqual(self._describe(archived), expected)
        self.assertRecordValues(kept, [{"key": "master_data", "evidence": "Seen"}])

    def test_the_day_that_is_judged_is_the_one_on_which_it_happens(self):
        self._open_gate()
        today = self.program._get_today()
        self._new_phase(self._new_department("Sales"), planned_go_live=today, sequence=99)
        self.program.order_rule = "off"
        far = self.program._propose_go_live(today + timedelta(days=60), self.phase.sequence, [(99, today)])
        self.phase.planned_go_live = far
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "timing")
        check.mandatory = True
        self.assertEqual(check.state, "pass", check.detail)
        with self._refused("same helpers"):
            self.phase.with_user(self.lead).action_go_live()
        self.assertRecordValues(self.phase, [{"stage_code": "preparing", "planned_go_live": far}])

    def test_evidence_is_told_to_those_it_was_written_for(self):
        check = self.env["rollout.gate.check"].create(
            {"phase_id": self.phase.id, "name": "Talked about pay", "evidence": "Nina earns 4711"}
        )
        check.with_user(self.lead).action_confirm()
        check.with_user(self.lead).mandatory = False
        check.mandatory = True
        check.with_user(self.lead).unlink()
        told = self.phase.with_user(self.staff).message_ids.mapped("body")
        self.assertEqual(sum("Talked about pay" in str(body) for body in told), 2)
        self.assertNotIn("4711", "".join(map(str, told)))
