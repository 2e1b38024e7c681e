from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_figures import ALIKE, FiguresCase

FIGURES = {
    "rollout.feedback": {
        "mood": "one scale, one answer each",
        "workload": "one scale, one answer each",
        "control": "one scale, one answer each",
        "upstream": "one scale, one answer each",
        "manual_hours": "hours of one person in one week each",
    },
    "rollout.feedback.total": {"count": ALIKE, "average": ALIKE},
    "rollout.kiosk.tap": {"mood": "one scale, one tap each"},
    "rollout.wave": {
        "answer_count": "number of answers",
        "kept_invited_count": "number of invitations",
        "response_rate": ALIKE,
    },
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, RolloutCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_feedback"
    FIGURES = FIGURES
