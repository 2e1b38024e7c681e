from odoo import api, fields, models

from ..models.rollout_log_item import DECISIONS


class RolloutLogDecideWizard(models.TransientModel):
    """Asks what happens with items of the log, and why."""

    _name = "rollout.log.decide.wizard"
    _description = "Decide on Log Items"
    _inherit = ["rollout.wizard.mixin"]

    item_ids = fields.Many2many("rollout.log.item", required=True)
    decision = fields.Selection(DECISIONS, required=True)
    reason = fields.Text(required=True)
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("decision")
    def _compute_consequence(self):
        texts = {
            "training": self.env._("The phase's champion, or else the lead, gets the task to teach it."),
            "parked": self.env._("It becomes a customization request, which is decided when the freeze is over."),
        }
        for wizard in self:
            wizard.consequence = texts.get(wizard.decision, False)

    def action_decide(self):
        self.ensure_one()
        self.item_ids._decide(self.decision, self.reason)
        return {"type": "ir.actions.act_window_close"}
