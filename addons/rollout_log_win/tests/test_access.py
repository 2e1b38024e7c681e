"""Who may do what; a method without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_log.tests.common import LogCase
from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

METHODS = {"rollout.log.item": {"action_make_win": {"lead", "champion", "sponsor"}}}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, AccessMatrixCase, LogCase, HttpCase):
    MODULE = "rollout_log_win"
    METHODS = METHODS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_item("Slow", phase_id=cls.accounting.id)
