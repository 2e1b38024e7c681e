"""Each day that is proposed is one that the gate accepts on that day, whatever the calendar."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import Form, tagged

from .common import RolloutCase

# An example is a whole launch: few of them, and no search for the smallest one that fails.
EXAMPLES = settings(
    max_examples=8,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
WORKWEEKS = st.sampled_from(["01234", "01236", "0123", "012345", "0123456"])


@tagged("post_install", "-at_install")
class TestProposedDays(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phase.planned_go_live = False
        cls.departments = {name: cls._new_department(name) for name in ("Inventory", "Sales", "Purchasing")} | {
            "Accounting": cls.department
        }

    def _work_on(self, weekdays, holidays=()):
        """Have the company work on some days of the week, and be off on others for a while."""
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.unlink()
        calendar.attendance_ids = [
            (0, 0, {"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 17, "day_period": "full_day"})
            for day in weekdays
        ]
        calendar.global_leave_ids.unlink()
        calendar.global_leave_ids = [
            (
                0,
                0,
                {
                    "name": "Closed",
                    # In Bangkok.
                    "date_from": datetime.combine(day, datetime.min.time()) - timedelta(hours=7),
                    "date_to": datetime.combine(day, datetime.min.time()) + timedelta(days=length, hours=-8),
                },
            )
            for day, length in holidays
        ]

    def _assert_accepted(self, phases, today):
        """Look at each phase as on its day, once those before it have gone live as planned."""
        self.env.flush_all()
        self.env.invalidate_all()
        program = phases.program_id
        for phase in phases.sorted(lambda phase: (phase.sequence, phase.planned_go_live)):
            day = phase.planned_go_live
            self.assertGreaterEqual(day, today)
            self.assertIn(day, program._get_working_days(day, day))
            self.assertFalse(phase.timing_warnings)
            with freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=5)):
                self.env.invalidate_all()
                states = {check.kind: (check.state, check.detail) for check in phase.gate_check_ids}
                self.assertEqual(states["timing"][0], "pass", states["timing"])
                self.assertEqual(states["order"][0], "pass", states["order"])
                phase.go_live_date = day
                phase.stage_id = phase._get_stage("live")

    def _examine(self, today, start, weekdays, holidays, rule, plan):
        with self.env.cr.savepoint() as savepoint:
            with freeze_time(datetime.combine(today, datetime.min.time()) + timedelta(hours=5)):
                self._work_on(weekdays, holidays)
                self.program.order_rule = rule
                self.env.flush_all()
                phases = plan(start)
            self._assert_accepted(phases, today)
            savepoint.rollback()
        self.env.invalidate_all()

    def _plan_from_the_playbook(self, start):
        self.phase.unlink()
        form = Form(
            self.env["rollout.plan.wizard"].with_user(self.lead).with_context(default_program_id=self.program.id)
        )
        if start:
            form.date_start = start
        form.save().action_plan()
        self.assertEqual(len(self.program.phase_ids), len(self.departments))
        return self.program.phase_ids

    def _prepare_the_next(self, start):
        phases = self.phase
        phases.write({"go_live_date": start, "stage_id": phases._get_stage("live").id})
        for name in ("Inventory", "Sales"):
            form = Form(self.env["rollout.next.phase.wizard"].with_context(default_phase_id=phases[-1].id))
            form.department_id = self.departments[name]
            phases += phases.browse(form.save().action_prepare()["res_id"])
        return phases[1:]

    @EXAMPLES
    @given(
        DAYS,
        st.none() | st.integers(-40, 200),
        WORKWEEKS,
        st.lists(st.tuples(st.integers(0, 300), st.integers(1, 12)), max_size=4),
        st.sampled_from(["off", "day", "stable"]),
    )
    def test_the_playbook(self, today, start, weekdays, holidays, rule):
        holidays = [(today + timedelta(days=days), length) for days, length in holidays]
        start = start and today + timedelta(days=start)
        if rule == "stable":
            rule = "day"  # on the day it is left to hypercare itself, which can't be foreseen
            self.program.order_rule_day = 60
        self._examine(today, start, weekdays, holidays, rule, self._plan_from_the_playbook)

    @EXAMPLES
    @given(DAYS, st.integers(-60, 60), WORKWEEKS, st.sampled_from(["off", "day"]))
    def test_the_next_phase(self, today, start, weekdays, rule):
        start = today + timedelta(days=start)
        self._examine(today, start, weekdays, [], rule, self._prepare_the_next)

    def test_between_departments_that_are_planned(self):
        """What is there already keeps its day, and the new one keeps away from it."""
        self.phase.sequence = 15
        self.phase.planned_go_live = date(2026, 7, 15)
        with freeze_time("2026-04-01 05:00:00"):
            program = self.program
            others = program._get_go_live_days()
            self.assertEqual(program._propose_go_live(date(2026, 7, 1), 20, others), date(2026, 8, 14))
            self.assertEqual(program._propose_go_live(date(2026, 6, 1), 10, others), date(2026, 6, 8))
            program.order_rule = "off"
            self.assertEqual(program._propose_go_live(date(2026, 7, 10), 20, others), date(2026, 8, 10))

    def test_a_company_that_nearly_never_works(self):
        self._work_on("0")
        with freeze_time("2026-04-01 05:00:00"):
            day = self.program._propose_go_live(date(2026, 5, 2), 10, [])
            self.assertEqual(day, date(2026, 5, 4), "all days are near a month end: a working day at least")
        self.company.resource_calendar_id.attendance_ids.unlink()
        with freeze_time("2026-04-01 05:00:00"):
            self.assertFalse(self.program._propose_go_live(date(2026, 5, 2), 10, []))
            wizard = self.env["rollout.plan.wizard"].create({"program_id": self.program.id})
            self.assertFalse(any(wizard.line_ids.mapped("planned_go_live")))
