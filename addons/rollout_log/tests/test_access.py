"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

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

# model -> {path into what may not be read: roles that may learn something by it}
PATHS = {"rollout.log.item": {"message_ids.author_id.name": READERS, "original_words": frozenset()}}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, LogCase, HttpCase):
    MODULE = "rollout_log"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS
    PATHS = PATHS

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

    def test_a_champion_works_on_the_own_phase_s_items_and_on_those_without_one(self):
        self.item.phase_id = self.stock
        self.assertEqual(self._get_operations(self.item, self.champion), "r")
        self.item.phase_id = False
        self.assertEqual(self._get_operations(self.item, self.champion), "cru")

    def test_only_who_handles_items_opens_the_dialogs(self):
        for model in ("rollout.log.decide.wizard", "rollout.log.merge.wizard"):
            for role, user in {role: getattr(self, role) for role in self.ROLES}.items():
                with self.subTest(model=model, role=role):
                    may = self._may(user, lambda model=model, user=user: bool(self._prepare_wizard(model, user)))
                    self.assertEqual(may, role in TEAM)

    def test_a_program_counts_for_its_reader(self):
        self._new_item("Open")
        for role, count in (("lead", 1), ("champion", 1), ("sponsor", 1), ("staff", 0)):
            program = self.program.with_user(getattr(self, role))
            self.env.invalidate_all()
            self.assertEqual(program.open_log_count, count, role)
