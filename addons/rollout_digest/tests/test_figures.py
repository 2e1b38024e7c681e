from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_figures import FiguresCase


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, RolloutCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_digest"
