"""Who may do what, as one table; a model without a row fails."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import RolloutCase

OPERATIONS = "crud"  # create, read, update (write), delete (unlink)

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.program": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.phase": {
        "lead": "crud", "champion": "ru", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.phase.stage": {
        "lead": "ru", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "ru",
    },
    "rollout.champion": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.gate.check": {
        "lead": "crud", "champion": "ru", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.gate.override": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.expectation.signature": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.champion.time": {
        "lead": "crud", "champion": "crud", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.phase.template": {
        "lead": "crud", "champion": "r", "sponsor": "", "staff": "", "stranger": "crud",
    },
    "rollout.phase.template.check": {
        "lead": "crud", "champion": "r", "sponsor": "", "staff": "", "stranger": "crud",
    },
    "rollout.mailing": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.workflow": {
        "lead": "crud", "champion": "crud", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.workflow.step": {
        "lead": "crud", "champion": "crud", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.shadow.system": {
        "lead": "crud", "champion": "crud", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.impact": {
        "lead": "crud", "champion": "ru", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.partner.criterion": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "crud",
    },
    "rollout.partner.scorecard": {
        "lead": "crud", "champion": "", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.partner.score": {
        "lead": "crud", "champion": "", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.customization.request": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "cru", "stranger": "",
    },
    "rollout.freeze.breach": {
        "lead": "ru", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
}  # fmt: skip

# What all companies share.
SHARED = {
    "rollout.phase.stage": "rollout_phase.stage_stable",
    "rollout.partner.criterion": "rollout_phase.criterion_industry",
    "rollout.phase.template": "rollout_phase.template_sales",
    "rollout.phase.template.check": "rollout_phase.template_sales_check_orders",
}


@tagged("post_install", "-at_install")
class TestAccess(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        champion = cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.env["rollout.champion.time"].create({"champion_id": champion.id, "hours": 2})
        cls.program.with_user(cls.sponsor).action_sign_expectations()
        cls.env["rollout.gate.override.wizard"].with_user(cls.sponsor).create(
            {"phase_id": cls.phase.id, "reason": "We must"}
        ).action_override()
        cls._map_work(cls.phase)
        cls.employees[1].user_id = cls.staff
        cls.env["rollout.customization.request"].with_user(cls.staff).create(
            {"name": "A bigger button", "phase_id": cls.phase.id}
        )
        cls.env["rollout.freeze.breach"].create(
            {
                "phase_id": cls.phase.id,
                "kind": "field",
                "name": "x_new",
                "res_id": 1,
                "found_on": "2026-01-01 00:00:00",
            }
        )
        cls.env["rollout.partner.scorecard"].create(
            {"program_id": cls.program.id, "partner_id": cls.company.partner_id.id}
        )
        cls.env["rollout.mailing"]._queue_once(
            cls.program,
            "test.mail",
            "2026-W10",
            cls.employees[:1],
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello"},
        )

    def _record(self, model):
        if model in SHARED:
            return self.env.ref(SHARED[model])
        domain = [("company_id", "=", self.company.id)]
        return self.env[model].search(domain, limit=1).ensure_one()

    def _allowed(self, record, user, operation):
        as_user = record.with_user(user)
        try:
            if operation == "r":
                as_user.read(["display_name"])
                return record.id in as_user.search([]).ids
            name = {"c": "create", "u": "write", "d": "unlink"}[operation]
            as_user.check_access(name)
        except AccessError:
            return False
        return True

    def test_every_model_has_a_row(self):
        own = {
            name
            for name, model in self.registry.items()
            if model._original_module == "rollout_phase" and not model._abstract and not model._transient
        }
        self.assertEqual(own, set(MATRIX))

    def test_matrix(self):
        for model, roles in MATRIX.items():
            record = self._record(model)
            for role, expected in roles.items():
                user = getattr(self, role)
                got = "".join(op for op in OPERATIONS if self._allowed(record, user, op))
                self.assertEqual(got, expected, f"{model} as {role}")

    def test_everybody_opens_the_forms(self):
        self.program.phase_ids |= self._new_phase(self._new_department("Inventory"), previous_phase_id=self.phase.id)
        for user in (self.lead, self.champion, self.sponsor, self.staff):
            for record in (self.program, *self.program.phase_ids, self.phase.champion_ids):
                with self.subTest(user=user.login, record=record):
                    self.env.invalidate_all()
                    Form(record.with_user(user))

    def test_champion_of_another_phase_changes_nothing(self):
        other = self._new_phase(self._new_department("Inventory"))
        with self.assertRaises(AccessError):
            other.with_user(self.champion).note = "x"

    def test_nothing_leaks_to_another_company(self):
        stranger_env = self.env(user=self.stranger)
        for model in MATRIX.keys() - SHARED.keys():
            records = stranger_env[model]
            self.assertFalse(records.search_count([("company_id", "=", self.company.id)]), model)
            self.assertFalse(records._read_group([("company_id", "=", self.company.id)], ["company_id"]), model)
        self.assertFalse(stranger_env["rollout.phase"].name_search("Accounting"))
        self.assertFalse(stranger_env["rollout.phase"].search([("program_id.name", "=", "Launch")]))
        self.stranger.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            self.phase.with_user(self.stranger).export_data(["name"])
