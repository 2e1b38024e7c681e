from odoo.tests import tagged

from .common import RolloutCase
from .common_figures import FiguresCase

FIGURES = {
    "rollout.champion.time": {"hours": "hours that people gave"},
    "rollout.customization.request": {"hours_lost": "hours that a week costs without all of them"},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, RolloutCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_phase"
    FIGURES = FIGURES
