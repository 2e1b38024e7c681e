"""Who may do what, as one table; a model, a method or a field without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import ProbeCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.probe": {"lead": "crud", "champion": "", "sponsor": "", "staff": "", "stranger": ""},
}
# model -> {method: roles that may run it on the program's own records}
METHODS = {"rollout.probe": {"action_find_good": {"lead"}, "action_find_bad": {"lead"}}}
# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {"rollout.probe": {"phase_id name place minutes": "lead"}}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, SettableFieldsCase, AccessMatrixCase, ProbeCase, HttpCase):
    MODULE = "test_rollout"
    MATRIX = MATRIX
    METHODS = METHODS
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_probe()
