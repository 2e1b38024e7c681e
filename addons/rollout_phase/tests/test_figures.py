"""No figure over unlike numbers: what may be added up or averaged is named here, each with its reason."""

from odoo.tests import tagged

from .common import RolloutCase

# A figure that is always of one record, or of like records: see `_alike_by` of the model.
ALIKE = "only of like records"
FIGURES = {
    "rollout.champion.time": {"hours": "hours that people gave"},
    "rollout.customization.request": {"hours_lost": "hours that a week costs without all of them"},
    "rollout.feedback": {
        "mood": "one scale, one answer each",
        "workload": "one scale, one answer each",
        "control": "one scale, one answer each",
        "upstream": "one scale, one answer each",
        "manual_hours": "hours of one person in one week each",
    },
    "rollout.feedback.total": {"count": ALIKE, "average": ALIKE},
    "rollout.impact": {"score": "one scale, one aspect each"},
    "rollout.kiosk.tap": {"mood": "one scale, one tap each"},
    "rollout.kpi.milestone": {"value": ALIKE},
    "rollout.kpi.reading": {"value": ALIKE, "level": ALIKE},
    "rollout.kpi.tracking": {"target": ALIKE, "baseline_value": ALIKE, "latest_value": ALIKE, "change": ALIKE},
    "rollout.log.flow": {"days_to_decide": "days, one decision each", "minutes_lost": ALIKE},
    "rollout.log.item": {"minutes_lost": "minutes that a week costs", "voice_count": "people who said so"},
    "rollout.partner.criterion": {"weight": "shares of one whole"},
    "rollout.partner.score": {"score": ALIKE},
    "rollout.partner.scorecard": {"total": ALIKE},
    "rollout.review": {"duration": "hours in meetings"},
    "rollout.review.item": {"minutes_lost": ALIKE, "voice_count": ALIKE},
    "rollout.shadow.system": {"hours_per_week": "hours that a week takes"},
    "rollout.task": {"sample_count": "number of samples"},
    "rollout.task.sample": {"minutes": ALIKE},
    "rollout.wave": {
        "answer_count": "number of answers",
        "kept_invited_count": "number of invitations",
        "response_rate": ALIKE,
    },
    "rollout.workflow": {"weekly_volume": "times that something is done"},
}


@tagged("post_install", "-at_install")
class TestFigures(RolloutCase):
    def _figures(self, records, aggregate, groupby=()):
        return [
            group[aggregate]
            for group in records.formatted_read_group([("id", "in", records.ids)], groupby, [aggregate])
        ]

    def test_what_may_be_added_up_or_averaged(self):
        """Odoo adds up every new number by itself: say why that means something, or `aggregator=None`."""
        found = {}
        for model in self.env.values():
            if not model._name.startswith("rollout.") or model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if field.store and field.aggregator and field.type in ("integer", "float", "monetary"):
                    found.setdefault(model._name, set()).add(field.name)
                    alike = getattr(model, "_alike_by", {})
                    self.assertEqual(
                        FIGURES.get(model._name, {}).get(field.name) == ALIKE,
                        field.name in alike,
                        f"{model._name}.{field.name}",
                    )
        self.assertEqual(found, {name: set(figures) for name, figures in FIGURES.items() if name in self.env})

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
