from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_names import NamesCase

from .common import MapCase


@tagged("post_install", "-at_install")
class TestNames(NamesCase, MapCase):
    """Workflows and shadow systems are imported for one department, and told apart by it."""

    NAMED = {"rollout.shadow.system": {"name": "Paper"}, "rollout.workflow": {"name": "Close the month"}}
