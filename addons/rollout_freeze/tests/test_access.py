"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.customization.request": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "cru", "stranger": "",
    },
    "rollout.freeze.breach": {
        "lead": "ru", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
}  # fmt: skip

# model -> {method: roles that may run it on the program's own records}
# A window of records opens for everybody: what is in it is judged when it is read.
METHODS = {
    "rollout.customization.decision": {"action_decide": {"lead"}},
    "rollout.freeze.breach": {"action_open": {"lead", "champion", "sponsor"}},
    "rollout.phase": {"action_view_breaches": EVERYBODY, "action_view_requests": EVERYBODY},
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.customization.request": {
        "phase_id name employee_id why hours_lost cost_of_waiting evidence": "lead champion staff",
    },
    "rollout.freeze.breach": {"resolved note": "lead"},
    "rollout.program": {"freeze_days": "lead"},
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, RolloutCase, HttpCase):
    MODULE = "rollout_freeze"
    MATRIX = MATRIX
    METHODS = METHODS
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
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

    def _prepare_wizard(self, model, user):
        values = {
            "rollout.customization.decision": {
                "request_id": self._record("rollout.customization.request").id,
                "decision": "refused",
                "reason": "Not now",
            },
        }
        return self.env[model].with_user(user).create(values[model])
