from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_easing import EasingCase


@tagged("post_install", "-at_install")
class TestFrozenDepartment(EasingCase, RolloutCase):
    """Until its freeze is over, a department stays where it is, and is held to what was signed."""

    EASING = {"freeze_days": 0}

    def _go_live(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()

    def test_nobody_sets_what_follows_from_go_live(self):
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        for user in (self.champion, self.lead):
            phase = self.phase.with_user(user)
            with self.assertRaisesRegex(UserError, "Frozen Until"):
                phase.freeze_end = "2020-01-01"
            with self.assertRaises(UserError):
                phase.write({"freeze_end": "2020-01-01", "name": "x"})
        phases = self.env["rollout.phase"].with_user(self.lead).with_context(default_freeze_end="2020-01-01")
        phase = phases.create({"program_id": self.program.id, "department_id": self._new_department("Sales").id})
        self.env.invalidate_all()  # what is computed may be a default of other records
        self.assertFalse(phase.freeze_end or self.phase.freeze_end)

    def test_nobody_archives_what_is_frozen(self):
        self._go_live()
        phase = self.phase.with_user(self.lead)
        with self.assertRaisesRegex(UserError, "its freeze is over"):
            phase.action_archive()
        phase.sudo().stage_id = phase._get_stage("stable")
        self.assertTrue(phase.is_frozen)
        with self.assertRaisesRegex(UserError, "its freeze is over"):
            phase.action_archive()
        with self.assertRaisesRegex(UserError, "its freeze is over"):
            self.program.with_user(self.lead).action_archive()
        phase.sudo().go_live_date -= timedelta(days=self.program.freeze_days)
        phase.action_archive()
        self.assertFalse(phase.active)

    def test_a_freeze_is_not_shortened_behind_an_archived_department(self):
        self._go_live()
        self.phase.active = False
        with self.assertRaisesRegex(UserError, "isn't made shorter"):
            self.program.with_user(self.lead).freeze_days = 0
        self.assertTrue(self.phase.is_frozen)

    def test_a_department_is_launched_nowhere_else_while_a_freeze_goes_on(self):
        self._go_live()
        mine = self.program.copy({"name": "Mine", "sponsor_id": self.lead.id, "freeze_days": 0})
        self.phase.with_user(self.lead).action_cancel()
        values = {"program_id": mine.id, "department_id": self.department.id}
        phases = self.env["rollout.phase"].with_user(self.lead)
        with self.assertRaisesRegex(UserError, "only once at a time"), self.env.cr.savepoint():
            phases.create(values)
        self.assertEqual(phases._find_launched_elsewhere(self.department, mine), self.phase)
        self.phase.go_live_date -= timedelta(days=self.program.freeze_days)
        phases.create(values)

    @freeze_time("2026-02-10 05:00:00")
    def test_the_timeline_has_a_bar_for_each_freeze(self):
        self.phase.planned_go_live = date(2026, 2, 1)
        self._new_phase(self._new_department("Sales"), planned_go_live=date(2026, 6, 1))
        self.assertEqual(str(self.program.timeline).count('title="Freeze"'), 2)
        first, second = self.program._prepare_timeline()["rows"]
        self.assertGreater(first["freeze"][1], first["hypercare"][1])
        self.assertLessEqual(sum(second["freeze"]), 100)
        before = self.program.timeline
        self.program.freeze_days = 10
        self.assertNotEqual(self.program.timeline, before)
