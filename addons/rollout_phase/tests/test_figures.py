from odoo.tests import tagged

from .common import RolloutCase
from .common_figures import FiguresCase

FIGURES = {
    "rollout.champion.time": {"hours": "hours that people gave"},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, RolloutCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_phase"
    FIGURES = FIGURES
