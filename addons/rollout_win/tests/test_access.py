"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase

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


@tagged("post_install", "-at_install")
class TestAccess(SettableFieldsCase, AccessMatrixCase, WinCase):
    MODULE = "rollout_win"
    MATRIX = MATRIX
    METHODS = METHODS
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

    def _record(self, model):
        if model == "rollout.win.cheer":
            return self.env[model].search([("win_id", "=", self.win.id)]).ensure_one()
        return super()._record(model)

    def test_a_champion_of_another_phase_reads_alone(self):
        self.win.phase_id = self.stock
        self.assertEqual(self._get_operations(self.win, self.champion), "r")

    def test_a_draft_is_its_authors(self):
        draft = self._new_win("Mine", self.staff)
        self.assertEqual(self._get_operations(draft, self.staff), "crud")
        for other in (self.sponsor, self.stranger):
            self.assertEqual(self._get_operations(draft, other), "")

    def test_what_a_path_would_tell(self):
        self.program.with_user(self.lead).action_renew_webhook_secret()
        self._assert_paths(
            {
                "rollout.win": {
                    "program_id.wins_webhook_secret": {"lead"},
                    "program_id.wins_webhook_url": {"lead"},
                    "message_id.body": set(),
                },
                "rollout.program": {
                    "wins_webhook_secret": {"lead"},
                    "wins_webhook_url": {"lead"},
                    "wins_delivery_ids.key": {"lead"},
                },
                "rollout.phase": {"program_id.wins_webhook_secret": {"lead"}},
            }
        )

    def test_secrets_are_not_read(self):
        for record, name, expected in (
            (self.program, "wins_webhook_secret", {"lead"}),
            (self.program, "wins_webhook_url", {"lead"}),
            (self.win, "message_id", set()),
        ):
            for role in self.ROLES:
                reader = record.with_user(getattr(self, role))
                with self.subTest(field=name, role=role):
                    may_read = self._may(reader.env.user, lambda r=reader, n=name: bool(r.read([n])))
                    self.assertEqual(may_read, role in expected)
                    may_export = self._may(reader.env.user, lambda r=reader, n=name: bool(r.export_data([n])))
                    self.assertEqual(may_export, role in expected)
