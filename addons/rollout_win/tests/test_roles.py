from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import WinCase

MODELS = ("rollout.win", "rollout.win.cheer", "rollout.webhook.delivery")


@tagged("post_install", "-at_install")
class TestRoles(RpcCase, WinCase):
    """What each role may do, as a client over RPC."""

    def setUp(self):
        super().setUp()
        self.win = self.env["rollout.win"].create({"name": "A draft", "program_id": self.program.id})

    def test_reading(self):
        expected = {
            "lead": {"rollout.win": 1, "rollout.webhook.delivery": 0},
            "champion": {"rollout.win": 1},
            "sponsor": {"rollout.win": 0},
            "staff": {"rollout.win": 0},
            "stranger": {"rollout.win": 0, "rollout.webhook.delivery": 0},
        }
        self._assert_counts(MODELS, expected)

    def test_entrances_for_the_server_only(self):
        self._assert_for_the_server_only(
            (
                ("rollout.program", "_get_wins", [self.program.ids, 5]),
                ("rollout.program", "_get_wins_channel", [self.program.ids]),
                ("rollout.win", "_cheer", [self.win.ids]),
                ("rollout.win", "_cron_send_mails", []),
                ("rollout.win.cheer", "_note", [self.win.id, 1]),
                ("rollout.webhook.delivery", "_queue", [self.win.ids]),
                ("rollout.webhook.delivery", "_cron_deliver", []),
            )
        )
