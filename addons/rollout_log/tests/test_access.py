"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase

from .common import LogCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.log.item": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.log.flow": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
}  # fmt: skip

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
TEAM = {"lead", "champion"}
READERS = {"lead", "champion", "sponsor"}
METHODS = {
    "rollout.discuss.wizard": {"action_add": TEAM},
    "rollout.log.decide.wizard": {"action_decide": TEAM},
    "rollout.log.item": {
        "action_close": TEAM,
        "action_decide": EVERYBODY,
        "action_merge": EVERYBODY,
        "action_reopen": TEAM,
        "action_split_off": TEAM,
        "action_start": TEAM,
        "action_view_request": READERS,
        "action_view_training": READERS,
    },
    "rollout.log.merge.wizard": {"action_merge": TEAM},
    "rollout.phase": {"action_view_log": EVERYBODY - {"stranger"}},
    "rollout.program": {"action_view_log": EVERYBODY},
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.log.item": {
        "name description program_id phase_id kind state critical minutes_lost user_id active": "lead champion",
    },
    "rollout.program": {"hypercare_backlog_limit log_overdue_days": "lead"},
}


@tagged("post_install", "-at_install")
class TestAccess(DialogsCase, SettableFieldsCase, AccessMatrixCase, LogCase):
    MODULE = "rollout_log"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls._new_item("Slow", phase_id=cls.accounting.id, reporter_id=cls.staff.id)
        cls.message = cls.item.message_post(body="It is slow")
        cls.item.write({"state": "decided", "decision": "practice", "decision_reason": "It comes"})

    def _record(self, model):
        return self.accounting if model == "rollout.phase" else super()._record(model)

    def _prepare_wizard(self, model, user):
        values = {
            "rollout.discuss.wizard": {
                "message_id": self.message.id,
                "program_id": self.program.id,
                "name": "Slow",
            },
            "rollout.log.decide.wizard": {"item_ids": self.item.ids, "decision": "wont_do", "reason": "No"},
            "rollout.log.merge.wizard": {"item_ids": self.item.ids, "survivor_id": self.item.id},
        }
        return self.env[model].with_user(user).create(values[model])

    def test_a_champion_of_another_phase_reads_alone(self):
        self.item.phase_id = self.stock
        self.assertEqual(self._get_operations(self.item, self.champion), "r")

    def test_what_a_path_would_tell(self):
        """From what one may read, through any number of steps, into what one may not."""
        self._assert_paths({"rollout.log.item": {"message_ids.author_id.name": READERS, "original_words": set()}})
