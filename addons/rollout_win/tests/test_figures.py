"""No figure over unlike numbers: nothing here is added up or averaged."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_figures import FiguresCase

from .common import WinCase


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, WinCase):
    MODULE = "rollout_win"
