"""Who may do what, as one table; a model without a row fails."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.digest.section": {
        "lead": "crud", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.digest.optout": {
        "lead": "rd", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
}  # fmt: skip

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.digest.section": {"kind audience sequence active company_id": "lead"},
    "rollout.program": {
        "digest_weekday digest_hour digest_sponsor digest_lead digest_champions digest_staff": "lead",
    },
}

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
METHODS = {
    "rollout.digest.preview": {"action_send_test": {"lead"}},
    "rollout.digest.optout": {"action_resubscribe": {"lead"}},
    "rollout.program": {
        "action_preview_digest": EVERYBODY,
        "action_view_digest_optouts": EVERYBODY,
        "action_resume_digest": EVERYBODY - {"stranger"},
    },
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, RolloutCase, HttpCase):
    MODULE = "rollout_digest"
    MATRIX = MATRIX
    METHODS = METHODS
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        section = cls.env["rollout.digest.section"].create(
            {"kind": "phases", "audience": "sponsor", "company_id": cls.company.id}
        )
        optout = cls.env["rollout.digest.optout"].create({"program_id": cls.program.id, "user_id": cls.sponsor.id})
        cls.records = {record._name: record for record in (section, optout)}

    def _record(self, model):
        return self.records.get(model) or super()._record(model)

    def _prepare_wizard(self, model, user):
        return self.env[model].with_user(user).create({"program_id": self.program.id})

    def test_no_dialog_about_another_company(self):
        previews = self.env["rollout.digest.preview"].with_user(self.stranger)
        spec = {field: {} for field in previews._fields if field not in ("program_id", "id")}
        with self.assertRaises(AccessError):
            previews.create({"program_id": self.program.id})
        with self.assertRaises(AccessError):
            previews.with_context(default_program_id=self.program.id).create({})
        with self.assertRaises(AccessError):
            previews.onchange({"program_id": self.program.id}, ["program_id"], spec)
