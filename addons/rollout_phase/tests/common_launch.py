from .common import RolloutCase


class LaunchCase(RolloutCase):
    """A company whose Accounting (six people and a champion) and Stock (five) are in launch."""

    LOGINS = "launch"
    PEOPLE = ("champion", *(f"Accounting{number}" for number in range(6)))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "office@launching.example.com"
        cls.accounting = cls.phase
        cls.stock = cls._launch_department("Stock", 5)
        cls.env["rollout.champion"].create({"phase_id": cls.accounting.id, "employee_id": cls.employees[0].id})

    @classmethod
    def _launch_department(cls, name, people):
        department = cls._new_department(name)
        cls._new_employees([f"{name}{number}" for number in range(people)], department)
        return cls._new_phase(department)
