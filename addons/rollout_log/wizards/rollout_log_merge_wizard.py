from odoo import api, fields, models

from ..models.rollout_log_item import OPEN_LOG_STATES


class RolloutLogMergeWizard(models.TransientModel):
    """Asks which of several items stays when they are merged."""

    _name = "rollout.log.merge.wizard"
    _description = "Merge Log Items"
    _inherit = ["rollout.wizard.mixin"]

    item_ids = fields.Many2many("rollout.log.item", required=True)
    survivor_id = fields.Many2one(
        "rollout.log.item",
        "Item to Keep",
        required=True,
        compute="_compute_survivor_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', item_ids)]",
        help="The other items are archived; their answers, minutes and followers are added to this one.",
    )
    voice_count = fields.Integer("Voices", compute="_compute_totals")
    minutes_lost = fields.Float(digits=(16, 0), compute="_compute_totals")

    @api.depends("item_ids")
    def _compute_survivor_id(self):
        for wizard in self:
            wizard.survivor_id = max(
                wizard.item_ids,
                key=lambda item: (item.state in OPEN_LOG_STATES, item.voice_count, item.minutes_lost, -item._origin.id),
                default=False,
            )

    @api.depends("item_ids")
    def _compute_totals(self):
        for wizard in self:
            wizard.voice_count = sum(wizard.item_ids.mapped("voice_count"))
            wizard.minutes_lost = sum(wizard.item_ids.mapped("minutes_lost"))

    def action_merge(self):
        """Merge, and open what stays."""
        self.ensure_one()
        self.item_ids._merge_into(self.survivor_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "rollout.log.item",
            "res_id": self.survivor_id.id,
            "views": [(False, "form")],
        }
