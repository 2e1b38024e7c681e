"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import MapCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
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
}  # fmt: skip

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.impact": {"phase_id aspect level note": "lead champion"},
    "rollout.shadow.system": {
        "phase_id name tool owner_id hours_per_week reason fate retire_date workflow_ids": "lead champion",
    },
    "rollout.workflow": {"phase_id name owner_id weekly_volume future shadow_system_ids": "lead champion"},
    "rollout.workflow.step": {"workflow_id sequence name": "lead champion"},
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, MapCase, HttpCase):
    MODULE = "rollout_map"
    MATRIX = MATRIX
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls._map_work(cls.phase)
