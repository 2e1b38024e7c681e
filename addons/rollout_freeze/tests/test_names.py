from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_names import NamesCase


@tagged("post_install", "-at_install")
class TestNames(NamesCase, RolloutCase):
    """Requests are told apart by their department, and imported for it."""

    NAMED = {"rollout.customization.request": {"name": "Paper"}}
