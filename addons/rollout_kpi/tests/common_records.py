from datetime import date, datetime, timedelta

from odoo.addons.rollout_kpi.tools.measurement import Window

from .common import KpiCase

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
MODEL = "rollout.shadow.system"
# The time until it is decided what becomes of a shadow system; of those decided alone.
DURATION = {"measure": "duration", "start_field": "create_date", "end_field": "x_decided_on"}
ENDED = {**DURATION, "without_end": "ignore"}


class RecordsCase(KpiCase):
    """KPIs on records of any model.

    Shadow systems stand for it, which have a day, a number and rules; somebody has added when they were decided on.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.model.fields"].create(
            {
                "model_id": cls.env["ir.model"]._get_id(MODEL),
                "name": "x_decided_on",
                "ttype": "datetime",
                "field_description": "Decided On",
            }
        )
        other_program = cls.env["rollout.program"].create({"name": "Elsewhere", "company_id": cls.other_company.id})
        other_department = cls.env["hr.department"].create({"name": "Far", "company_id": cls.other_company.id})
        cls.other_phase = cls.env["rollout.phase"].create(
            {"program_id": other_program.id, "department_id": other_department.id}
        )
        # Made on a day at noon in Bangkok, decided on so many days later, with so many hours a week.
        for day, days, hours in ((5, 1, 1.0), (6, 2, 2.0), (8, 4, 4.0), (9, 8, 9.0)):
            cls._new_system(datetime(2026, 1, day, 5), days, hours)
        cls.open_system = cls._new_system(datetime(2026, 1, 12, 5), None, 20.0)
        # The last day of December in Bangkok is not yet over in UTC; the first of February has begun there.
        cls._new_system(datetime(2025, 12, 31, 16, 59), 1, 100.0)
        cls._new_system(datetime(2026, 1, 31, 17, 0), 1, 100.0)
        cls._new_system(datetime(2026, 1, 8, 5), 1, 100.0, phase=cls.other_phase)

    @classmethod
    def _new_system(cls, moment, days, hours, phase=None):
        system = cls.env[MODEL].create(
            {
                "name": "A list",
                "phase_id": (phase or cls.phase).id,
                "hours_per_week": hours,
                "x_decided_on": days and moment + timedelta(days=days),
            }
        )
        system.flush_recordset()
        cls.env.cr.execute("UPDATE rollout_shadow_system SET create_date = %s WHERE id = %s", [moment, system.id])
        system.invalidate_recordset()
        return system

    def _new_kpi(self, user=None, **values):
        return (
            self.env["rollout.kpi"]
            .with_user(user or self.lead)
            .create(
                {
                    "name": "Shadow systems",
                    "source": "records",
                    "record_model": MODEL,
                    "date_field": "create_date",
                    "min_count": 1,
                    **values,
                }
            )
        )

    def _measure(self, *kpis, company=None, bounds=JANUARY, tz="Asia/Bangkok"):
        windows = [Window(kpi.id, kpi.id, (company or self.company).id, tz, *bounds) for kpi in kpis]
        answers = self.env["rollout.kpi"]._measure(windows)
        return [answers[kpi.id] for kpi in kpis]
