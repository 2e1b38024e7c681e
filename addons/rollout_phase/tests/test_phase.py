from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestPhase(RolloutCase):
    def test_go_live_sets_day_zero_in_the_companys_time_zone(self):
        self._open_gate()
        phase = self.phase.with_user(self.lead)
        phase.action_mark_ready()
        self.assertEqual(phase.stage_code, "ready")
        with freeze_time("2026-03-01 18:30:00"):  # the 2nd in Bangkok
            phase.action_go_live()
            self.assertEqual(phase.go_live_date, date(2026, 3, 2))
            self.assertEqual(phase.day, 0)
        with freeze_time("2026-03-31 18:30:00"):
            phase.invalidate_recordset(["day"])
            self.assertEqual(phase.day, 30)
        self.assertEqual(phase.stage_code, "live")
        self.assertEqual(self.program.state, "running")
        notes = phase.message_ids.mapped("body")
        self.assertTrue(
            any("Champions are named: Passed (2 of 2 champions" in note for note in notes),
            "the gate at that moment stays on record",
        )

    def test_the_note_of_going_live_tells_no_evidence(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        notes = "".join(self.phase.message_ids.mapped("body"))
        self.assertIn("master data is clean and loaded: Passed", notes)
        self.assertNotIn("with our own eyes", notes)

    def test_stages_move_independently(self):
        other = self._new_phase(self._new_department("Inventory"))
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        self.assertEqual(other.stage_code, "preparing")
        self._meet_exit_criteria()
        self.phase.with_user(self.lead).action_mark_stable()
        self.assertEqual(self.phase.stage_code, "stable")
        self.assertEqual(other.stage_code, "preparing")
        self.assertEqual(self.program.state, "running")
        other.with_user(self.lead).action_cancel()
        self.assertEqual(self.program.state, "done")

    def test_going_live_twice_is_refused(self):
        self._open_gate()
        phase = self.phase.with_user(self.lead)
        phase.action_go_live()
        day_zero = phase.go_live_date
        with freeze_time("2030-01-01"), self.assertRaisesRegex(UserError, "already in stage"):
            phase.action_go_live()
        self.assertEqual(phase.go_live_date, day_zero)

    def test_stage_and_day_zero_can_not_be_written(self):
        live = self.env.ref("rollout_phase.stage_live")
        phase = self.phase.with_user(self.lead)
        for values in ({"stage_id": live.id}, {"go_live_date": "2026-01-01"}):
            with self.subTest(values=values):
                with self.assertRaisesRegex(UserError, "through its buttons"):
                    phase.write(values)
                with self.assertRaisesRegex(UserError, "through its buttons"):
                    phase.create(
                        {
                            "program_id": self.program.id,
                            "department_id": self._new_department("New").id,
                            **values,
                        }
                    )

    def test_a_copy_starts_afresh(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        copy = self.phase.copy({"department_id": self._new_department("Inventory").id})
        self.assertEqual(copy.stage_code, "preparing")
        self.assertFalse(copy.go_live_date)
        self.assertFalse(copy.champion_ids)
        self.assertFalse(copy.gate_open)

    def test_department_only_once_in_a_program(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._new_phase(self.department)

    def test_history_is_kept(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        with self.assertRaisesRegex(UserError, "has a history"):
            self.phase.with_user(self.lead).unlink()
        draft = self._new_phase(self._new_department("Inventory"))
        draft.with_user(self.lead).unlink()
        self.assertFalse(draft.exists())

    def test_department_of_another_company_is_refused(self):
        department = self.env["hr.department"].create({"name": "Elsewhere", "company_id": self.other_company.id})
        with self.assertRaises(UserError):
            self._new_phase(department)

    def test_time_in_each_stage_is_tracked(self):
        stage = self.env.ref("rollout_phase.stage_preparing")
        self.env.flush_all()
        self.assertIn(str(stage.id), self.phase.duration_tracking)

    def test_stage_and_day_zero_can_not_come_as_defaults(self):
        live = self.env.ref("rollout_phase.stage_live")
        for context in ({"default_stage_id": live.id}, {"default_go_live_date": "2026-01-01"}):
            with self.subTest(context=context), self.assertRaisesRegex(UserError, "its buttons"):
                self.env["rollout.phase"].with_user(self.lead).with_context(**context).create(
                    {
                        "program_id": self.program.id,
                        "department_id": self._new_department("New").id,
                    }
                )
