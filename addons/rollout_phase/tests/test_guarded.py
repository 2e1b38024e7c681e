from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestGuarded(RolloutCase):
    """What clients send for fields that only follow from others, and to move records away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.foreign_program = cls.env["rollout.program"].create(
            {"name": "Elsewhere", "company_id": cls.other_company.id, "sponsor_id": False, "lead_id": False}
        )

    def test_nobody_sets_what_follows_from_other_fields(self):
        phase = self.phase.with_user(self.champion)
        phase.write({"stage_code": "stable", "freeze_end": "2020-01-01", "sequence": 42})
        self.env.invalidate_all()
        self.assertRecordValues(phase, [{"stage_code": "preparing", "freeze_end": False, "sequence": 42}])
        self.program.with_user(self.lead).write({"state": "done"})
        self.env.invalidate_all()
        self.assertEqual(self.program.state, "planned")

    def test_a_request_is_neither_released_nor_moved_by_who_asks(self):
        request = self.env["rollout.customization.request"].with_user(self.staff)
        request = request.create({"name": "A button", "phase_id": self.phase.id})
        request.write({"release_date": "2020-01-01", "program_id": self.foreign_program.id})
        self.env.invalidate_all()
        self.assertRecordValues(request, [{"release_date": False, "program_id": self.program.id}])

    def test_a_stage_is_not_forged_behind_its_code(self):
        phases = self.env["rollout.phase"].with_user(self.lead)
        values = {"program_id": self.program.id, "department_id": self._new_department("Sales").id}
        live = phases._get_stage("live").id
        with self.assertRaises(UserError):
            phases.create({**values, "stage_id": live, "stage_code": "preparing"})
        with self.assertRaises(UserError):
            phases.with_context(default_stage_id=live, default_stage_code="preparing").create(values)
        phase = phases.with_context(default_stage_code="live", default_freeze_end="2020-01-01").create(values)
        self.env.invalidate_all()
        self.assertRecordValues(phase, [{"stage_code": "preparing", "freeze_end": False}])

    def test_nothing_is_moved_out_of_ones_own_reach(self):
        everywhere = self._new_phase(self.env["hr.department"].create({"name": "Everywhere", "company_id": False}))
        with self.assertRaises(AccessError):
            everywhere.with_user(self.lead).program_id = self.foreign_program
        with self.assertRaises(UserError):
            self.phase.program_id = self.foreign_program
        with self.assertRaises(AccessError):
            self.foreign_program.copy({"company_id": self.company.id}).with_user(self.lead).write(
                {"company_id": self.other_company.id}
            )
        mine, theirs = (
            self.phase.champion_ids,
            self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[1].id}),
        )
        time = self.env["rollout.champion.time"].with_user(self.champion).create({"champion_id": mine.id, "hours": 1})
        with self.assertRaises(AccessError):
            time.champion_id = theirs

    def test_a_phase_with_a_history_stays_in_its_program(self):
        another = self.program.copy()
        phase = self.phase.with_user(self.lead)
        phase.program_id = another
        phase.program_id = self.program
        self._open_gate()
        phase.action_go_live()
        with self.assertRaisesRegex(UserError, "stays there"):
            phase.program_id = another
        phase.write({"program_id": self.program.id})
