from contextlib import contextmanager

from freezegun import freeze_time

from odoo.tests import TransactionCase, new_test_user


class LaunchCase(TransactionCase):
    """A company in Bangkok whose Accounting (six people and a champion) and Stock (five) are in launch."""

    # What the logins of the users of each role begin with, and the addon whose scheduled actions are run.
    LOGINS = "launch"
    ADDON = "rollout_phase"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Launching Ltd", "email": "office@launching.example.com"})
        cls.company.resource_calendar_id.tz = "Asia/Bangkok"
        cls.other_company = cls.env["res.company"].create({"name": "Other Ltd"})
        cls.lead = cls._new_user("lead", "rollout_phase.group_rollout_lead")
        cls.champion = cls._new_user("champion", "rollout_phase.group_rollout_champion")
        cls.sponsor = cls._new_user("sponsor", "base.group_user")
        cls.staff = cls._new_user("staff", "base.group_user")
        cls.stranger = cls._new_user("stranger", "rollout_phase.group_rollout_lead", company=cls.other_company)
        cls.program = cls.env["rollout.program"].create(
            {
                "name": "Launch",
                "company_id": cls.company.id,
                "sponsor_id": cls.sponsor.id,
                "lead_id": cls.lead.id,
            }
        )
        cls.accounting = cls._new_phase("Accounting", 6)
        cls.stock = cls._new_phase("Stock", 5)
        cls.env["rollout.champion"].create(
            {
                "phase_id": cls.accounting.id,
                "employee_id": cls._new_employee("champion", cls.accounting.department_id, user_id=cls.champion.id).id,
            }
        )

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
    def _new_phase(cls, name, people):
        department = cls.env["hr.department"].create({"name": name, "company_id": cls.company.id})
        cls._new_employees([f"{name}{number}" for number in range(people)], department)
        return cls.env["rollout.phase"].create({"program_id": cls.program.id, "department_id": department.id})

    @contextmanager
    def _at(self, moment):
        with freeze_time(moment):
            self.env.cr._now = None
            yield
        self.env.cr._now = None

    def _run_cron(self, name):
        """Run a scheduled action as the server does, with its commits inside the test's own."""
        with self._registry_for_cron():
            self.env.ref(f"{self.ADDON}.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _registry_for_cron(self):
        return self.enter_registry_test_mode()
