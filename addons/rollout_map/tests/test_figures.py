from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_figures import FiguresCase

from .common import MapCase

FIGURES = {
    "rollout.impact": {"score": "one scale, one aspect each"},
    "rollout.shadow.system": {"hours_per_week": "hours that a week takes"},
    "rollout.workflow": {"weekly_volume": "times that something is done"},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, MapCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_map"
    FIGURES = FIGURES

    def test_an_aspect_that_nobody_judged_is_not_one_without_change(self):
        impacts = self.phase.impact_ids[:3]
        impacts[0].level, impacts[1].level, impacts[2].level = "4", "0", False
        self.assertEqual(self._figures(impacts, "score:avg"), [2])
        self.assertEqual(self._figures(impacts, "score:sum"), [4])
