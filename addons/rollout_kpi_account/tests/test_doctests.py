from odoo.tests import BaseCase, tagged

from odoo.addons.rollout_base.tests.pure import assert_examples_hold

from .. import tools


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    """What needs no database shows by its own examples how it works."""

    def test_each_tool(self):
        assert_examples_hold(self, tools)
