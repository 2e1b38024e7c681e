"""Who may do what, as one table; a model without a row fails."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

# model -> {role: operations that succeed on the company's own records}; nobody makes history up
MATRIX = {
    "rollout.lock.change": {"lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": ""},
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, CalendarCase, SettableFieldsCase, AccessMatrixCase, RolloutCase, HttpCase):
    MODULE = "rollout_kpi_account"
    MATRIX = MATRIX
    WITHOUT_PROGRAM = frozenset({"rollout.lock.change"})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.fiscalyear_lock_date = "2026-01-31"

    def test_nobody_states_a_change(self):
        for role in self.ROLES:
            changes = self.env["rollout.lock.change"].with_user(getattr(self, role))
            with self.assertRaises(UserError):
                changes.create({"company_id": self.company.id, "changed_on": "2026-01-01", "lock_date": "2025-12-31"})
