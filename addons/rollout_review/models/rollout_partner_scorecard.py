from odoo import fields, models


class RolloutPartnerScorecard(models.Model):
    _inherit = "rollout.partner.scorecard"

    share_scorecard = fields.Boolean(
        "Share with Partner",
        tracking=True,
        copy=False,
        help="The partner sees the scores on the portal, without your reasons.",
    )
