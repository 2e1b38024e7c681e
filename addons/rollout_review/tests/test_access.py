"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import ReviewCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.log.comment": {
        "lead": "crd", "champion": "cr", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.review": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.review.item": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.review.action": {
        "lead": "crud", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
}  # fmt: skip

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
TEAM = {"lead", "champion"}
READERS = {"lead", "champion", "sponsor"}
METHODS = {
    "rollout.log.item": {"action_share_with_partner": TEAM, "action_unshare_with_partner": TEAM},
    "rollout.phase": {"action_view_standups": EVERYBODY},
    "rollout.program": {
        "action_prepare_review": READERS,
        "action_view_reviews": EVERYBODY,
        "action_view_unshared": EVERYBODY,
    },
    "rollout.review": {
        "action_cancel": {"lead"},
        "action_close": {"lead"},
        "action_open_meeting": READERS,
        "action_refresh_agenda": {"lead"},
    },
    "rollout.review.item": {"action_apply_decision": {"lead"}},
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.log.comment": {"item_id body proposal": ""},
    "rollout.log.item": {"blocked blocked_reason shared_with_partner partner_summary": "lead champion"},
    "rollout.partner.scorecard": {"share_scorecard": "lead"},
    "rollout.program": {
        "standup_enabled standup_hour review_enabled review_weekday review_hour review_duration": "lead",
        "review_with_sponsor review_with_champions review_contact_ids": "lead",
    },
    "rollout.review": {"program_id start duration attendee_ids present_ids notes": "lead"},
    "rollout.review.action": {"review_id name owner_id date_deadline": "lead"},
    "rollout.review.item": {"review_id sequence item_id partner_summary decision decision_reason": "lead"},
}

# model -> {path into what may not be read: roles that may learn something by it}
PATHS = {
    "rollout.log.comment": {"item_id.description": READERS},
    "rollout.program": {"review_ids.line_ids.name": READERS},
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, ReviewCase, HttpCase):
    MODULE = "rollout_review"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS
    PATHS = PATHS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls._new_item("Slow", phase_id=cls.accounting.id)
        cls.env["rollout.log.comment"].create({"item_id": cls.item.id, "body": "We look at it"})
        review = cls.env["rollout.review"].create({"program_id": cls.program.id})
        cls.env["rollout.review.action"].create(
            {"review_id": review.id, "name": "Call", "owner_id": cls.contact.id, "date_deadline": "2026-12-31"}
        )
        cls.env["rollout.partner.scorecard"].create(
            {"program_id": cls.program.id, "partner_id": cls.company.partner_id.id}
        )
        cls.item.write({"state": "decided", "decision": "practice", "decision_reason": "It comes"})

    def _record(self, model):
        return self.accounting if model == "rollout.phase" else super()._record(model)

    def test_a_champion_of_another_phase_reads_alone(self):
        self.item.phase_id = self.stock
        self.assertEqual(self._get_operations(self.item.partner_comment_ids, self.champion), "r")
