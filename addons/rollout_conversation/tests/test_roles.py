from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_launch import LaunchCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase


@tagged("post_install", "-at_install")
class TestRoles(RpcCase, LaunchCase):
    """What each role may do, as a client over RPC."""

    def test_reading(self):
        model = "rollout.conversation"
        self.env[model].create({"program_id": self.program.id, "note": "Mine"})
        refused, nothing = {}, {model: 0}
        self._assert_counts(
            [model],
            {"lead": nothing, "champion": nothing, "sponsor": refused, "staff": refused, "stranger": nothing},
        )

    def test_entrances_for_the_server_only(self):
        self._assert_for_the_server_only([("rollout.conversation", "_gc_conversations", [])])
