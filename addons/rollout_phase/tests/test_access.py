"""Who may do what, as one table; a model without a row fails."""

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from .common import RolloutCase
from .common_access import AccessMatrixCase
from .common_dialogs import DialogsCase
from .common_fields import SettableFieldsCase
from .common_rpc import RpcCase

EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.program": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.phase": {
        "lead": "crud", "champion": "ru", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.phase.note": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.phase.stage": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "r",
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
    # What all companies share, administrators change; see test_shared_configuration for a company's own.
    "rollout.phase.template": {
        "lead": "r", "champion": "r", "sponsor": "", "staff": "", "stranger": "r",
    },
    "rollout.phase.template.check": {
        "lead": "r", "champion": "r", "sponsor": "", "staff": "", "stranger": "r",
    },
    "rollout.mailing": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
}  # fmt: skip

# model -> {method: roles that may run it on the program's own records}
# A window of records opens for everybody: what is in it is judged when it is read.
METHODS = {
    "rollout.program": {
        "action_change_people": {"lead"},
        "action_sign_expectations": {"sponsor"},
        "action_view_phases": EVERYBODY,
    },
    "rollout.phase": {
        "action_back_to_preparing": {"lead"},
        "action_cancel": {"lead"},
        "action_go_live": {"lead"},
        "action_mark_ready": {"lead"},
        "action_mark_stable": {"lead"},
    },
    "rollout.gate.check": {
        "action_confirm": {"lead", "champion"},
        "action_fix": {"lead", "champion", "sponsor"},
        "action_withdraw": {"lead", "champion"},
    },
    "rollout.gate.override.wizard": {"action_override": {"sponsor"}},
    "rollout.gate.waiver.wizard": {"action_waive": {"sponsor"}},
    "rollout.mailing": {"action_open_recipient": {"lead"}, "action_retry": {"lead"}},
    "rollout.next.phase.wizard": {"action_prepare": {"lead"}},
    # A lead of another company opens the window, and finds nobody in it, as test_personal_data tries.
    "rollout.personal.data.wizard": {"action_erase": {"lead", "stranger"}, "action_export": {"lead", "stranger"}},
    "rollout.plan.wizard": {"action_plan": {"lead"}},
    # The name is core's; what it answers is the same for everybody.
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.champion": {"phase_id employee_id note promised_percent": "lead"},
    "rollout.champion.time": {"champion_id date hours name": "lead champion"},
    "rollout.gate.check": {"sequence evidence": "lead champion", "phase_id moment name mandatory": "lead"},
    "rollout.mailing": {"purpose program_id period res_model res_id state": ""},
    "rollout.phase": {
        "name planned_go_live app_ids lessons previous_phase_id": "lead champion",
        "active sequence program_id department_id": "lead",
    },
    "rollout.phase.note": {"phase_id text": ""},
    "rollout.program": {
        "name active company_id sponsor_id lead_id partner_id tz chosen_tz": "lead",
        "champion_minimum staff_per_champion champion_time_minimum": "lead",
        "order_rule order_rule_day hypercare_days expectation_text expectation_months": "lead",
    },
    # The records tried here are those that all companies share: administrators change them.
    "rollout.phase.stage": {"name sequence fold": ""},
    "rollout.phase.template": {"company_id name active sequence days_after_start app_ids": ""},
    "rollout.phase.template.check": {"template_id sequence name mandatory": ""},
}

# What all companies share.
SHARED = {
    "rollout.phase.stage": "rollout_phase.stage_stable",
    "rollout.phase.template": "rollout_phase.template_sales",
    "rollout.phase.template.check": "rollout_phase.template_sales_check_orders",
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, RolloutCase, HttpCase):
    MODULE = "rollout_phase"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS
    SHARED = SHARED

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        champion = cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.env["rollout.champion.time"].create({"champion_id": champion.id, "hours": 2})
        cls.program.with_user(cls.sponsor).action_sign_expectations()
        cls.env["rollout.gate.override.wizard"].with_user(cls.sponsor).create(
            {"phase_id": cls.phase.id, "reason": "We must"}
        ).action_override()
        cls.phase.note = "Di is afraid of the tills"
        cls.env["rollout.mailing"]._queue_once(
            cls.program,
            "test.mail",
            "2026-W10",
            cls.employees[:1],
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello"},
        )

    def _prepare_wizard(self, model, user):
        values = {
            "rollout.gate.override.wizard": {"phase_id": self.phase.id, "reason": "We must"},
            "rollout.gate.waiver.wizard": {"check_id": self.phase.gate_check_ids[0].id, "reason": "We must"},
            "rollout.next.phase.wizard": {"phase_id": self.phase.id, "department_id": self.department.id},
            "rollout.personal.data.wizard": {"name": "Ann"},
            "rollout.plan.wizard": {"program_id": self.program.id},
        }
        return self.env[model].with_user(user).create(values[model])

    def test_everybody_opens_the_form_of_a_next_phase(self):
        following = self._new_phase(self._new_department("Inventory"), previous_phase_id=self.phase.id)
        for user in (self.lead, self.champion, self.sponsor, self.staff):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                Form(following.with_user(user))

    def test_champion_of_another_phase_changes_nothing(self):
        other = self._new_phase(self._new_department("Inventory"))
        with self.assertRaises(AccessError):
            other.with_user(self.champion).note = "x"

    def test_what_a_path_would_tell(self):
        self.phase.gate_check_ids.evidence = "The auditor said yes"
        for user, expected in (
            (self.champion, True),
            (self.sponsor, True),
            (self.staff, False),
            (self.stranger, False),
        ):
            phases = self.env["rollout.phase"].with_user(user)
            for path in ("gate_check_ids.evidence", "override_ids.check_ids.evidence"):
                with self.subTest(user=user.login, path=path):
                    found = self._may(user, lambda p=phases, f=path: bool(p.search_count([(f, "ilike", "auditor")])))
                    self.assertEqual(found, expected)
