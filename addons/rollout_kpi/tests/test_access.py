"""Who may do what, as one table; a model without a row fails."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KpiCase

OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}

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
    "rollout.digest.section": {
        "lead": "ru", "champion": "", "sponsor": "", "staff": "", "stranger": "ru",
    },
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestAccess(KpiCase):
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
        section = cls.env.ref("rollout_kpi.digest_section_sponsor_kpi")
        cls.records = {record._name: record for record in (cls.kpi, tracking, reading, correction, section)}

    def _allowed(self, record, user, operation):
        as_user = record.with_user(user)
        try:
            as_user.check_access(OPERATIONS[operation])
            if operation == "r":
                as_user.read(["display_name"])
                return record.id in as_user.search([]).ids
        except AccessError:
            return False
        return True

    def test_every_model_has_a_row(self):
        own = {
            name
            for name, model in self.registry.items()
            if model._original_module == "rollout_kpi" and not model._abstract and not model._transient
        }
        self.assertEqual(own, set(MATRIX))

    def test_matrix(self):
        for model, roles in MATRIX.items():
            for role, expected in roles.items():
                user = getattr(self, role)
                got = "".join(
                    operation for operation in OPERATIONS if self._allowed(self.records[model], user, operation)
                )
                self.assertEqual(got, expected, f"{model} as {role}")

    def test_a_kpi_without_a_company_is_everybodys(self):
        self.kpi.company_id = False
        self.assertIn(self.kpi.id, self.env["rollout.kpi"].with_user(self.stranger).search([]).ids)

    def test_sponsors_see_their_own_programs(self):
        self.program.sponsor_id = self.lead
        for model in ("rollout.kpi", "rollout.kpi.tracking", "rollout.kpi.reading"):
            self.assertFalse(self._allowed(self.records[model], self.sponsor, "r"), model)

    def test_nothing_leaks_to_another_company(self):
        stranger_env = self.env(user=self.stranger)
        for model in ("rollout.kpi.tracking", "rollout.kpi.reading", "rollout.kpi.correction"):
            domain = [("company_id", "=", self.company.id)]
            self.assertFalse(stranger_env[model].search_count(domain), model)
            self.assertFalse(stranger_env[model]._read_group(domain, ["company_id"]), model)
        with self.assertRaises(AccessError):
            stranger_env["rollout.digest.preview"].create({"program_id": self.program.id}).read(["body"])

    def test_staff_open_a_phase_without_its_kpis(self):
        self.assertFalse(self.phase.with_user(self.staff).kpi_tracking_ids)
        self.env.invalidate_all()
        self.assertTrue(self.phase.with_user(self.champion).kpi_tracking_ids)
