"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_launch import LaunchCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    # The note that is tried is the champion's; `test_a_note_of_a_leads_is_as_closed_as_any` tries a lead's.
    "rollout.conversation": {
        "lead": "", "champion": "crud", "sponsor": "", "staff": "", "stranger": "",
    },
}  # fmt: skip
METHODS = {"rollout.conversation": {"action_close": {"champion"}, "action_reopen": {"champion"}}}
# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.conversation": {"program_id employee_id date note follow_up_date outcome state": "champion"},
    "rollout.program": {"conversation_retention_days": "lead"},
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, SettableFieldsCase, AccessMatrixCase, LaunchCase, HttpCase):
    MODULE = "rollout_conversation"
    MATRIX = MATRIX
    METHODS = METHODS
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.conversation"].with_user(cls.champion).create(
            {"program_id": cls.program.id, "note": "Di is afraid of the tills"}
        )

    def test_a_note_of_a_leads_is_as_closed_as_any(self):
        note = (
            self.env["rollout.conversation"]
            .with_user(self.lead)
            .create({"program_id": self.program.id, "note": "He resists"})
        )
        for role in ("champion", "sponsor", "staff", "stranger"):
            self.assertEqual(self._get_operations(note, getattr(self, role)), "", role)
        self.assertEqual(self._get_operations(note, self.lead), "crud")
        self.assertEqual(self._get_operations(note, self.env.ref("base.user_admin")), "")
