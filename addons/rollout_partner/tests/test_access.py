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
    # What all companies share, administrators change; see test_shared_configuration for a company's own.
    "rollout.partner.criterion": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "r", "stranger": "r",
    },
    "rollout.partner.scorecard": {
        "lead": "crud", "champion": "", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.partner.score": {
        "lead": "crud", "champion": "", "sponsor": "r", "staff": "", "stranger": "",
    },
}  # fmt: skip

# model -> {method: roles that may run it on the program's own records}
# A window of records opens for everybody: what is in it is judged when it is read.
METHODS = {
    "rollout.program": {"action_view_scorecards": EVERYBODY},
    "rollout.partner.scorecard": {
        "action_choose": {"lead"},
        "action_compare": EVERYBODY,
        "action_score_again": {"lead"},
        "action_view_progress": {"lead", "sponsor"},
    },
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.partner.score": {"scorecard_id criterion_id weight rating note": "lead"},
    "rollout.partner.scorecard": {"program_id partner_id moment date": "lead"},
    # The records tried here are those that all companies share: administrators change them.
    "rollout.partner.criterion": {"company_id name active sequence question weight": ""},
}

# What all companies share.
SHARED = {"rollout.partner.criterion": "rollout_partner.criterion_industry"}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, RolloutCase, HttpCase):
    MODULE = "rollout_partner"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS
    SHARED = SHARED

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.env["rollout.partner.scorecard"].create(
            {"program_id": cls.program.id, "partner_id": cls.company.partner_id.id}
        )
