from odoo import fields, models


class RolloutCustomizationDecision(models.TransientModel):
    """Asks for the reason of a decision on a customization request."""

    _name = "rollout.customization.decision"
    _description = "Decide on a Customization Request"
    _inherit = ["rollout.wizard.mixin"]

    request_id = fields.Many2one("rollout.customization.request", required=True, readonly=True)
    decision = fields.Selection(
        [
            ("accepted", "Accept"),
            ("refused", "Refuse"),
            ("exception", "Grant an exception"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)

    def action_decide(self):
        self.ensure_one()
        self.request_id._decide(self.decision, self.reason)
        return {"type": "ir.actions.act_window_close"}
