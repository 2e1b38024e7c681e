from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase

QUIET = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


@tagged("post_install", "-at_install")
class TestDemandedChecks(RolloutCase):
    """What the playbook demands of a gate, the sponsor alone lets go."""

    def _check(self, kind="champions"):
        return self.phase.gate_check_ids.filtered(lambda check: check.kind == kind)[:1]

    def _waive(self, check, user, reason="Nobody has the time: Bo asked everybody"):
        wizard = self.env["rollout.gate.waiver.wizard"].with_user(user)
        return wizard.create({"check_id": check.id, "reason": reason}).action_waive()

    def test_a_lead_neither_relaxes_nor_removes_what_is_demanded(self):
        for check in (self._check(), self._check("manual")):
            for act in (
                lambda c: c.write({"mandatory": False}),
                lambda c: c.unlink(),
                lambda c: c.write({"is_demanded": False}),
                lambda c: c.phase_id.write({"gate_check_ids": [Command.delete(c.id)]}),
                lambda c: c.phase_id.write({"gate_check_ids": [Command.update(c.id, {"mandatory": False})]}),
            ):
                with self.subTest(kind=check.kind), self.assertRaises(UserError):
                    act(check.with_user(self.lead))
        with self.assertRaises(UserError):
            self._check("manual").with_user(self.lead).name = "Something easier"
        self.assertTrue(self._check().mandatory)

    def test_what_a_lead_added_goes_again_in_the_open(self):
        lead_phase = self.phase.with_user(self.lead).with_context(**QUIET)
        lead_phase.gate_check_ids = [Command.create({"name": "The tills are connected"})]
        added = lead_phase.gate_check_ids.filtered(lambda check: check.name == "The tills are connected")
        self.assertFalse(added.is_demanded)
        added.mandatory = False
        self.assertIn("No longer mandatory", self.phase.message_ids[0].body)
        added.mandatory = True
        added.unlink()
        self.assertIn("Removed from the gate", self.phase.message_ids[0].body)

    def test_nobody_marks_a_check_as_demanded_by_hand(self):
        checks = self.env["rollout.gate.check"].with_user(self.lead).with_context(default_is_demanded=True)
        with self.assertRaises(UserError):
            checks.create({"phase_id": self.phase.id, "name": "Mine"})

    def test_playbook_and_next_phase_demand_as_well(self):
        wizard = self.env["rollout.plan.wizard"].with_user(self.lead).create({"program_id": self.program.id})
        department = self._new_department("Selling")
        line = wizard.line_ids.filtered(lambda line: line.template_id.check_ids.filtered("mandatory"))[:1]
        line.department_id = department
        wizard.action_plan()
        phase = self.program.phase_ids.filtered(lambda phase: phase.department_id == department)
        for name in line.template_id.check_ids.filtered("mandatory").mapped("name"):
            self.assertTrue(phase.gate_check_ids.filtered(lambda check, name=name: check.name == name).is_demanded)
        following = self._new_department("Shipping")
        wizard = self.env["rollout.next.phase.wizard"].with_user(self.lead)
        wizard.create({"phase_id": phase.id, "department_id": following.id}).action_prepare()
        nxt = self.program.phase_ids.filtered(lambda phase: phase.department_id == following)
        demanded = phase.gate_check_ids.filtered(lambda check: check.kind == "manual" and check.is_demanded)
        self.assertLessEqual(
            set(demanded.mapped("name")), set(nxt.gate_check_ids.filtered("is_demanded").mapped("name"))
        )

    def test_the_sponsor_lets_a_check_go_with_a_reason_for_good(self):
        check = self._check()
        with self.assertRaises(UserError):
            self._waive(check, self.sponsor, reason=" ")
        self.assertTrue(check.with_user(self.sponsor).can_waive)
        self._waive(check, self.sponsor)
        self.assertFalse(check.mandatory)
        self.assertEqual(check.waived_by_id, self.sponsor)
        self.assertIn("Bo asked everybody", self.phase.message_ids[0].body)
        with self.assertRaises(UserError):
            self._waive(check, self.sponsor)
        for act in (
            lambda c: c.unlink(),
            lambda c: c.write({"waiver_reason": "x"}),
            lambda c: c.write({"waived_by_id": self.lead.id}),
        ):
            with self.assertRaises(UserError):
                act(check.with_user(self.lead))
        check.with_user(self.lead).mandatory = True
        self.assertTrue(check.mandatory, "it may be asked again")
        with self.assertRaisesRegex(UserError, "has a history"):
            self.phase.with_user(self.lead).unlink()
