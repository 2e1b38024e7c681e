from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools.log_entry import LogEntry
from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestProgram(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._keep_without_log()

    def test_dates_span_the_phases(self):
        self.assertFalse(self.program.date_start)
        self.phase.planned_go_live = "2026-05-04"
        later = self._new_phase(self._new_department("Inventory"), planned_go_live="2026-08-03")
        self.assertEqual(self.program.date_start, date(2026, 5, 4))
        self.assertEqual(self.program.date_end, date(2026, 8, 3))
        later.with_user(self.lead).action_cancel()
        self.assertEqual(self.program.date_end, date(2026, 5, 4))

    def test_state_follows_the_phases(self):
        self.assertEqual(self.program.state, "planned")
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        self.assertEqual(self.program.state, "running")
        self.assertEqual(self.program.live_phase_count, 1)
        self.phase.with_user(self.lead).action_cancel()
        self.assertEqual(self.program.state, "cancelled")

    def test_today_is_the_companys_day(self):
        with freeze_time("2026-03-01 18:30:00"):
            self.assertEqual(self.program._get_today(), date(2026, 3, 2))

    def test_staff_of_a_department_with_sub_departments(self):
        team = self._new_department("Payables", parent_id=self.department.id)
        clerk = self.env["hr.employee"].create({"name": "Ed", "company_id": self.company.id, "department_id": team.id})
        leaver = self.env["hr.employee"].create(
            {"name": "Flo", "company_id": self.company.id, "department_id": team.id}
        )
        leaver.active = False
        staff = self.program._get_staff_by_phase()[self.phase]
        self.assertEqual(staff, self.employees | clerk)
        team_phase = self._new_phase(team)
        by_phase = self.program._get_staff_by_phase()
        self.assertEqual(by_phase[self.phase], self.employees, "each employee counts once")
        self.assertEqual(by_phase[team_phase], clerk)
        team_phase.with_user(self.lead).action_cancel()
        by_phase = self.program._get_staff_by_phase()
        self.assertEqual(by_phase[self.phase], self.employees | clerk)
        self.assertFalse(by_phase[team_phase])

    def test_company_can_not_change_under_its_phases(self):
        with self.assertRaises(ValidationError):
            self.program.company_id = self.other_company

    def test_intake_without_a_log_is_a_note(self):
        self.program._log_intake(
            [
                LogEntry(summary="<b>Printer</b> is lost", phase_id=self.phase.id),
                LogEntry(summary="Everything is slow"),
            ]
        )
        self.assertIn("&lt;b&gt;Printer", self.phase.message_ids[0].body)
        self.assertIn("Everything is slow", self.program.message_ids[0].body)
