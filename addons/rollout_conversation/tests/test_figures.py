"""No figure over unlike numbers: nothing here is added up or averaged."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_figures import FiguresCase
from odoo.addons.rollout_phase.tests.common_launch import LaunchCase


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, LaunchCase):
    MODULE = "rollout_conversation"
