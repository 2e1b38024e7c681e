from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_figures import ALIKE, FiguresCase

from .common import ReviewCase

FIGURES = {
    "rollout.review": {"duration": "hours in meetings"},
    "rollout.review.item": {"minutes_lost": ALIKE, "voice_count": ALIKE},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, ReviewCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_review"
    FIGURES = FIGURES
