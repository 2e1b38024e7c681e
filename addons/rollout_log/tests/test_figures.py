from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_figures import ALIKE, FiguresCase

from .common import LogCase

FIGURES = {
    "rollout.log.flow": {"days_to_decide": "days, one decision each", "minutes_lost": ALIKE},
    "rollout.log.item": {"minutes_lost": "minutes that a week costs", "voice_count": "people who said so"},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, LogCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_log"
    FIGURES = FIGURES
