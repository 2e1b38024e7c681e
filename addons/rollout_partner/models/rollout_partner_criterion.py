from odoo import fields, models


class RolloutPartnerCriterion(models.Model):
    """What an implementation partner is judged by, and the questions that bring it to light."""

    _name = "rollout.partner.criterion"
    _description = "Rollout Partner Criterion"
    _inherit = ["rollout.shared.mixin", "rollout.name.mixin"]
    _named_within = "company_id"
    _order = "sequence, id"

    name = fields.Char("Criterion", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    question = fields.Text("Questions to Ask", translate=True, help="Answers to these show how good they are at it.")
    weight = fields.Integer(
        default=25,
        help="How much it counts against the others. New scorecards take it over; older ones keep "
        "the weight with which they were scored.",
    )

    _weight_positive = models.Constraint("CHECK (weight > 0)", "A weight must be more than zero.")
