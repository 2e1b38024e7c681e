from contextlib import contextmanager, nullcontext
from unittest.mock import patch

from freezegun import freeze_time

from odoo.modules.module import load_script
from odoo.tests import HttpCase, TransactionCase, new_test_user
from odoo.tools import SQL

from ..models.rollout_program import RolloutProgram


def migrate(cr, module, script):
    """Run one of the scripts of a module that bring an older database to its version of today."""
    load_script(f"{module}/migrations/{script}", "script").migrate(cr, "19.0.1.0.0")


class RolloutCase(TransactionCase):
    """A program with one department of four people, and a user for each role."""

    # What the logins of the users begin with.
    LOGINS = "rollout"
    # The first of them is the champion.
    PEOPLE = ("Ann", "Bo", "Cy", "Di")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.company = cls.env["res.company"].create({"name": "Launching Ltd"})
        cls.company.resource_calendar_id.tz = "Asia/Bangkok"
        cls.other_company = cls.env["res.company"].create({"name": "Other Ltd"})
        cls.lead = cls._new_user("lead", "rollout_phase.group_rollout_lead")
        cls.champion = cls._new_user("champion", "rollout_phase.group_rollout_champion")
        cls.sponsor = cls._new_user("sponsor", "base.group_user")
        cls.staff = cls._new_user("staff", "base.group_user")
        cls.stranger = cls._new_user("stranger", "rollout_phase.group_rollout_lead", company=cls.other_company)
        cls.department = cls._new_department("Accounting")
        cls.employees = cls._new_employees(cls.PEOPLE, cls.department)
        cls.employees[0].user_id = cls.champion
        cls.program = cls.env["rollout.program"].create(
            {
                "name": "Launch",
                "company_id": cls.company.id,
                "sponsor_id": cls.sponsor.id,
                "lead_id": cls.lead.id,
            }
        )
        cls.phase = cls._new_phase(cls.department)

    @classmethod
    def _analyze(cls, *models):
        """Tell PostgreSQL how large the tables have become, as autovacuum does, which can't see a test's rows.

        Without that it may look through a whole table for each reference to it.
        """
        cls.env.flush_all()
        for model in models:
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(cls.env[model]._table)))

    @classmethod
    def _new_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=f"{cls.LOGINS}_{login}",
            groups=groups,
            company_id=company.id,
            company_ids=company.ids,
            email=f"{login}@launching.example.com",
            # Nobody reads their invitation.
            context={"no_reset_password": True},
        ).with_env(cls.env)

    @classmethod
    def _new_department(cls, name, **values):
        return cls.env["hr.department"].create({"name": name, "company_id": cls.company.id, **values})

    @classmethod
    def _new_employee(cls, name, department, **values):
        return cls._new_employees([name], department, **values)

    @classmethod
    def _new_employees(cls, names, department, **values):
        return cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "department_id": department.id,
                    "work_email": f"{name.lower()}@launching.example.com",
                    **values,
                }
                for name in names
            ]
        )

    @classmethod
    def _new_phase(cls, department, **values):
        return cls.env["rollout.phase"].create({"program_id": cls.program.id, "department_id": department.id, **values})

    @classmethod
    def _keep_without_log(cls):
        """Take entries in as this addon does alone, also where an addon with a log is installed."""
        cls.startClassPatcher(patch.object(cls.registry["rollout.program"], "_log_intake", RolloutProgram._log_intake))

    @contextmanager
    def _at(self, moment):
        with freeze_time(moment):
            self.env.cr._now = None
            yield
        self.env.cr._now = None

    def _run_cron(self, name):
        """Run a scheduled action as the server does, with its commits inside the test's own."""
        # A test with a server shares its transaction with it anyway.
        with nullcontext() if isinstance(self, HttpCase) else self.enter_registry_test_mode():
            self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()

    def _open_gate(self, phase=None):
        """Make every check of the phase pass, in the way in which its users would."""
        phase = phase or self.phase
        self.env["rollout.champion"].create(
            [
                {"phase_id": phase.id, "employee_id": employee.id}
                for employee in self.employees[:2] - phase.champion_ids.employee_id
            ]
        )
        if not self.program.signature_id:
            self.program.with_user(self.sponsor).action_sign_expectations()
        self._plan_day(phase)
        self._set_aside_foreign_checks(phase)
        manual = phase.gate_check_ids.filtered(lambda check: check.kind == "manual")
        manual.evidence = "Seen with our own eyes"
        manual.with_user(self.lead).action_confirm()
        return phase

    def _set_aside_foreign_checks(self, phase):
        """Make those checks advisory that come from addons on which the tested one doesn't depend.

        Whatever else is installed next to an addon, its own tests hold.
        """
        module = self.env["ir.module.module"]._get(self.test_module)
        modules = module | module.upstream_dependencies(exclude_states=("uninstallable",))
        kinds = self.env["ir.model.fields.selection"].search(
            [("field_id.model", "=", "rollout.gate.check"), ("field_id.name", "=", "kind")]
        )
        origins = kinds._get_external_ids()
        known = {
            kind.value
            for kind in kinds
            if {xmlid.split(".")[0] for xmlid in origins[kind.id]} & set(modules.mapped("name"))
        }
        checks = phase.gate_check_ids | phase.exit_check_ids
        checks.filtered(lambda check: check.kind not in known).mandatory = False

    def _plan_day(self, phase):
        """Plan the go-live for today, out of turn and on a bad day if need be; another day will do as well."""
        phase.planned_go_live = phase.program_id._get_today()
        checks = {check.kind: check for check in phase.gate_check_ids}
        if checks["timing"]._is_waivable():
            checks["timing"].with_user(self.sponsor)._waive("Everybody is in the house")
        if checks["order"].state != "pass":
            phase.program_id.order_rule = "off"

    def _meet_exit_criteria(self, phase=None):
        """Make every exit criterion of the phase hold, in the way in which its users would."""
        phase = phase or self.phase
        self._set_aside_foreign_checks(phase)
        manual = phase.exit_check_ids.filtered(lambda check: check.kind == "manual")
        manual.evidence = "Closed, see the trial balance"
        manual.with_user(self.lead).action_confirm()
