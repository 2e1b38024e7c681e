from odoo.tests import tagged

from .common import RolloutCase
from .common_figures import ALIKE, FiguresCase

FIGURES = {
    "rollout.champion.time": {"hours": "hours that people gave"},
    "rollout.impact": {"score": "one scale, one aspect each"},
    "rollout.partner.criterion": {"weight": "shares of one whole"},
    "rollout.partner.score": {"score": ALIKE},
    "rollout.partner.scorecard": {"total": ALIKE},
    "rollout.shadow.system": {"hours_per_week": "hours that a week takes"},
    "rollout.workflow": {"weekly_volume": "times that something is done"},
}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase, RolloutCase):
    """No figure over unlike numbers."""

    MODULE = "rollout_phase"
    FIGURES = FIGURES

    def test_an_aspect_that_nobody_judged_is_not_one_without_change(self):
        impacts = self.phase.impact_ids[:3]
        impacts[0].level, impacts[1].level, impacts[2].level = "4", "0", False
        self.assertEqual(self._figures(impacts, "score:avg"), [2])
        self.assertEqual(self._figures(impacts, "score:sum"), [4])

    def test_a_partners_score_counts_as_much_as_its_weight(self):
        partners = self.env["res.partner"].create([{"name": "Able Ltd"}, {"name": "Baker Ltd"}])
        criteria = self.env["rollout.partner.criterion"].create(
            [
                {"name": "Listens", "weight": 30},
                {"name": "Knows our trade", "weight": 10},
                {"name": "Price", "weight": 60},
            ]
        )
        cards = self.env["rollout.partner.scorecard"].create(
            [
                {
                    "program_id": self.program.id,
                    "partner_id": partner.id,
                    "line_ids": [
                        (0, 0, {"criterion_id": criterion.id, "rating": rating})
                        for criterion, rating in zip(criteria, ("5", "3", "0"), strict=True)
                    ],
                }
                for partner in partners
            ]
        )
        scores = cards.line_ids
        self.assertEqual(self._figures(scores, "score:avg", ["scorecard_id"]), [4.5, 4.5])
        self.assertEqual(cards.mapped("total"), [4.5, 4.5])
        self.assertEqual(self._figures(scores, "score:avg"), [False], "two partners have no score in common")
        self.assertEqual(self._figures(cards, "total:avg"), [False])
        self.assertEqual(self._figures(cards, "total:avg", ["partner_id"]), [4.5, 4.5])
