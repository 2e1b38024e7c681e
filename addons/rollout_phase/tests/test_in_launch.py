from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RolloutCase
from .common_easing import EasingCase

# Whatever begins with a go-live, in whichever addon, is over by then.
LONG_AGO = timedelta(days=3000)


@tagged("post_install", "-at_install")
class TestInLaunch(EasingCase, RolloutCase):
    """A department in launch stays where it is, and is held to what was signed."""

    EASING = {"champion_minimum": 1, "staff_per_champion": 100000, "order_rule": "off", "order_rule_day": 0}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.next = cls._new_phase(cls._new_department("Sales"), sequence=20)
        # What is made and changed in one go has no changes to tell of.
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _go_live(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()

    def test_the_lead_alone_plans_which_departments_go(self):
        for values in (
            {"active": False},
            {"department_id": self._new_department("Empty").id},
            {"sequence": 1},
            {"program_id": self.program.copy().id},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(AccessError, "lead"):
                self.phase.with_user(self.champion).write(values)
        with self.assertRaises(AccessError):
            self.phase.with_user(self.champion).action_archive()

    def test_nobody_archives_what_is_in_launch(self):
        phase = self.phase.with_user(self.lead).with_context(tracking_disable=True)
        with self.assertRaisesRegex(UserError, "in launch"):
            phase.action_archive()
        self._go_live()
        with self.assertRaisesRegex(UserError, "in launch"):
            phase.action_archive()
        phase.sudo().stage_id = phase._get_stage("stable")
        with self.assertRaisesRegex(UserError, "in launch"):
            (self.next | phase).with_user(self.lead).write({"active": False})
        phase.sudo().go_live_date -= LONG_AGO
        phase.action_archive()
        self.assertFalse(phase.active)
        self.assertIn("active", self._read_notes(self.phase))
        self.next.with_user(self.lead).action_cancel()
        self.next.with_user(self.lead).action_archive()

    def test_a_department_that_has_been_live_stays_the_same(self):
        self._go_live()
        with self.assertRaisesRegex(UserError, "stays with its department"):
            self.phase.with_user(self.lead).department_id = self._new_department("Empty")
        another = self._new_department("Another")
        self.next.with_user(self.lead).with_context(tracking_disable=True).department_id = another
        self.assertIn("department_id", self._read_notes(self.next))

    def test_an_archived_department_is_waited_for(self):
        self.phase.active = False
        check = self.next.gate_check_ids.filtered(lambda check: check.kind == "order")
        self.assertEqual(check.state, "fail")

    def test_what_asks_more_needs_nobodys_consent(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        self.program.with_user(self.lead).write({"champion_minimum": 3, "order_rule": "stable"})
        self.assertTrue(self.program.signature_id)

    def test_who_stands_behind_a_program_works_here(self):
        outsider = self._new_user("outsider", "base.group_portal")
        for name in ("lead_id", "sponsor_id"):
            with self.subTest(name), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.program.with_user(self.lead).write({name: outsider.id})

    def test_a_program_in_launch_is_not_archived(self):
        program = self.program.with_user(self.lead)
        with self.assertRaisesRegex(UserError, "in launch"):
            program.action_archive()
        self.next.with_user(self.lead).action_cancel()
        self.phase.with_user(self.lead).action_cancel()
        program.action_archive()
        self.assertFalse(program.active)

    def test_cancelling_is_told(self):
        self._go_live()
        self.phase.with_user(self.lead).action_cancel()
        note = self.phase.message_ids.filtered(lambda message: "has cancelled" in str(message.body))
        self.assertEqual(note.partner_ids, self.sponsor.partner_id)

    def test_a_department_that_is_live_is_launched_once(self):
        self._go_live()
        mine = self.program.copy({"name": "Mine", "sponsor_id": self.lead.id})
        phases = self.env["rollout.phase"].with_user(self.lead)
        with self.assertRaisesRegex(UserError, "only once at a time"), self.env.cr.savepoint():
            phases.create({"program_id": mine.id, "department_id": self.department.id})
        elsewhere = phases.create({"program_id": mine.id, "department_id": self._new_department("Else").id})
        with self.assertRaisesRegex(UserError, "only once at a time"), self.env.cr.savepoint():
            elsewhere.department_id = self.department
        # Planned there is enough, also where it was planned here before.
        twin = self.env["rollout.phase"].create({"program_id": mine.id, "department_id": self.next.department_id.id})
        with self.assertRaisesRegex(UserError, "only once at a time"), self.env.cr.savepoint():
            twin.with_user(self.lead).action_go_live()
        self.assertEqual(self.phase._find_launched_elsewhere(self.department, mine), self.phase)
        self.phase.go_live_date -= LONG_AGO
        self.phase.with_user(self.lead).action_cancel()
        phases.create({"program_id": mine.id, "department_id": self.department.id})

    def test_a_department_leaves_its_sponsor_with_their_consent(self):
        mine = self.program.copy({"name": "Mine", "sponsor_id": self.lead.id})
        with self.assertRaisesRegex(AccessError, "rollout_sponsor"):
            self.next.with_user(self.lead).program_id = mine
        self.sponsor.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        self.next.with_user(self.sponsor).with_context(tracking_disable=True).program_id = mine
        for program in self.program | mine:
            with self.subTest(program=program.name):
                note = program.message_ids.filtered(lambda message: "was moved by" in str(message.body))
                self.assertEqual(note.partner_ids, program.sponsor_id.partner_id)
