"""Who may do what, as one table; a model without a row fails."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import KpiCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.kpi": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.kpi.tracking": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.kpi.reading": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.kpi.correction": {
        "lead": "cr", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.kpi.countermeasure": {
        "lead": "cru", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.task": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.task.sample": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.kpi.milestone": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
}  # fmt: skip

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.kpi": {
        "name active sequence company_id description source unit is_weekly_hours direction threshold": "lead",
        "min_count window_days record_model record_domain archived_records date_field measure value_field": "lead",
        "start_field end_field without_end duration_unit share_domain": "lead",
    },
    "rollout.kpi.correction": {"reading_id value reason": ""},
    "rollout.kpi.countermeasure": {"name tracking_id user_id deadline": "lead"},
    # The readings tried here are those of a KPI whose baseline is locked.
    "rollout.kpi.reading": {"tracking_id role milestone_day date_from date_to value method": ""},
    "rollout.kpi.tracking": {"kpi_id phase_id": "lead", "target": ""},
    "rollout.program": {"hourly_rate": "lead"},
    "rollout.task": {"phase_id name workflow_id old_minutes old_method": "lead champion"},
    "rollout.task.sample": {"task_id date minutes": "lead champion"},
}

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
METHODS = {
    "rollout.kpi": {"action_try": {"lead"}},
    "rollout.kpi.paste": {"action_add": {"lead"}},
    "rollout.kpi.reading": {"action_correct": {"lead", "champion", "sponsor"}},
    "rollout.kpi.milestone": {"action_open_tracking": {"lead", "champion", "sponsor"}},
    "rollout.kpi.tracking": {
        "action_measure_baseline": {"lead"},
        "action_paste_points": {"lead"},
        "action_import_points": {"lead"},
    },
    "rollout.phase": {
        "action_view_kpis": EVERYBODY,
        "action_view_tasks": EVERYBODY - {"stranger"},
    },
    "rollout.program": {
        "action_view_alarms": EVERYBODY,
        "action_retry_alarms": {"lead"},
        "action_view_undelivered_alarms": EVERYBODY - {"stranger"},
    },
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, KpiCase, HttpCase):
    MODULE = "rollout_kpi"
    MATRIX = MATRIX
    METHODS = METHODS
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi.company_id = cls.company
        tracking = cls._track()
        reading = cls.env["rollout.kpi.reading"].create(
            {"tracking_id": tracking.id, "date_to": "2026-01-01", "value": 3, "method": "x"}
        )
        tracking._lock_baseline()
        correction = cls.env["rollout.kpi.correction"].create({"reading_id": reading.id, "value": 2, "reason": "x"})
        countermeasure = cls.env["rollout.kpi.countermeasure"].create(
            {
                "tracking_id": tracking.id,
                "name": "Practise",
                "user_id": cls.lead.id,
                "deadline": cls.program._get_today() + timedelta(days=1),
            }
        )
        # A champion works on the tasks of their own phases.
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.phase.go_live_date = "2026-01-05"
        task = cls.env["rollout.task"].create(
            {"name": "Pay", "phase_id": cls.phase.id, "old_minutes": 10, "old_method": "Timed"}
        )
        sample = cls.env["rollout.task.sample"].create({"task_id": task.id, "date": "2026-01-06", "minutes": 9})
        cls.open_tracking = cls._track(cls.probe)
        cls.records = {
            record._name: record for record in (cls.kpi, tracking, reading, correction, countermeasure, task, sample)
        }

    def _record(self, model):
        return self.records.get(model) or super()._record(model)

    def _prepare_wizard(self, model, user):
        values = {"tracking_id": self.open_tracking.id, "text": "11", "method": "x"}
        return self.env[model].with_user(user).create(values)

    def test_a_kpi_without_a_company_is_everybodys(self):
        self.kpi.company_id = False
        self.assertIn(self.kpi.id, self.env["rollout.kpi"].with_user(self.stranger).search([]).ids)

    def test_sponsors_see_their_own_programs(self):
        self.program.sponsor_id = self.lead
        for model in ("rollout.kpi", "rollout.kpi.tracking", "rollout.kpi.reading"):
            self.assertNotIn("r", self._get_operations(self.records[model], self.sponsor), model)

    def test_no_dialog_about_another_company(self):
        for model, record in (
            ("rollout.kpi.paste", self.open_tracking),
            ("rollout.kpi.trial", self.kpi),
        ):
            dialogs = self.env[model].with_user(self.stranger)
            [name] = (name for name, field in dialogs._fields.items() if field.comodel_name == record._name)
            spec = {field: {} for field in dialogs._fields if field not in (name, "id")}
            with self.subTest(model):
                with self.assertRaises(AccessError):
                    dialogs.create({name: record.id})
                with self.assertRaises(AccessError):
                    dialogs.with_context(**{f"default_{name}": record.id}).create({})
                with self.assertRaises(AccessError):
                    dialogs.onchange({name: record.id}, [name], spec)

    def test_staff_open_a_phase_without_its_kpis(self):
        self.assertFalse(self.phase.with_user(self.staff).kpi_tracking_ids)
        self.env.invalidate_all()
        self.assertTrue(self.phase.with_user(self.champion).kpi_tracking_ids)
