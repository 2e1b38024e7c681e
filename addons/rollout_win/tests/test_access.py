"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import WinCase

# model -> {role: operations that succeed on the program's own records}
MATRIX = {
    "rollout.win": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "r", "stranger": "",
    },
    "rollout.win.cheer": {
        "lead": "", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.webhook.delivery": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
}  # fmt: skip

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
TEAM = {"lead", "champion"}
METHODS = {
    "rollout.program": {
        "action_renew_webhook_secret": {"lead"},
        "action_test_webhook": {"lead"},
        "action_view_wins": EVERYBODY,
    },
    "rollout.webhook.delivery": {"action_retry": {"lead"}},
    "rollout.win": {
        "action_cheer": EVERYBODY - {"stranger"},
        "action_publish": TEAM,
        "action_withdraw": TEAM,
    },
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.program": {"wins_mail_enabled wins_weekday wins_hour wins_webhook_url wins_webhook_kind": "lead"},
    "rollout.webhook.delivery": {"win_id state tries next_try last_error key": ""},
    "rollout.win": {"name text program_id phase_id employee_ids thanked_names date": "lead champion"},
    "rollout.win.cheer": {"win_id user_id": ""},
}

# model -> {field: roles that read it, where others may read the record}
SECRETS = {
    "rollout.program": dict.fromkeys(
        ("wins_delivery_ids", "wins_webhook_kind", "wins_webhook_secret", "wins_webhook_url"), {"lead"}
    ),
    "rollout.win": {"message_id": frozenset()},
}

# model -> {path into what may not be read: roles that may learn something by it}
PATHS = {
    "rollout.win": {
        "program_id.wins_webhook_secret": {"lead"},
        "program_id.wins_webhook_url": {"lead"},
        "message_id.body": frozenset(),
    },
    "rollout.program": {
        "wins_webhook_secret": {"lead"},
        "wins_webhook_url": {"lead"},
        "wins_delivery_ids.key": {"lead"},
    },
    "rollout.phase": {"program_id.wins_webhook_secret": {"lead"}},
}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, SettableFieldsCase, AccessMatrixCase, WinCase, HttpCase):
    MODULE = "rollout_win"
    MATRIX = MATRIX
    METHODS = METHODS
    SECRETS = SECRETS
    PATHS = PATHS
    SETTABLE = SETTABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.wins_webhook_url = "https://hooks.example.com/secret"
        cls.win = cls.env["rollout.win"].create(
            {"name": "Closed in two days", "program_id": cls.program.id, "phase_id": cls.accounting.id}
        )
        cls.win.action_publish()
        cls.win.with_user(cls.staff)._cheer()
        cls.program.with_user(cls.lead).action_renew_webhook_secret()

    def _record(self, model):
        if model == "rollout.win.cheer":
            return self.env[model].search([("win_id", "=", self.win.id)]).ensure_one()
        return super()._record(model)

    def test_a_champion_of_another_phase_reads_alone(self):
        self.win.phase_id = self.stock
        self.assertEqual(self._get_operations(self.win, self.champion), "r")

    def test_a_draft_is_its_authors(self):
        for draft, author in ((self._new_win("Mine", self.staff), self.staff), (self._new_win("Ours"), self.lead)):
            self.assertEqual(self._get_operations(draft, author), "crud")
            self.assertIn("r", self._get_operations(draft, self.champion))
            for other in (self.staff | self.sponsor | self.stranger) - author:
                self.assertEqual(self._get_operations(draft, other), "", other.login)
