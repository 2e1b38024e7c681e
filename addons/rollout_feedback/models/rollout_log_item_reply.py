from odoo import fields, models
from odoo.exceptions import UserError


class RolloutLogItem(models.Model):
    """Ask whoever wrote the answers behind an item, without knowing who that is."""

    _inherit = "rollout.log.item"

    can_ask_sender = fields.Boolean(compute="_compute_can_ask_sender")

    def _compute_can_ask_sender(self):
        # Champions don't read answers; they may know that somebody can be asked.
        reachable_sudo = self.sudo().filtered(lambda item: item.feedback_ids.filtered("reply_digest"))
        for item in self:
            item.can_ask_sender = item.id in reachable_sudo.ids

    def action_ask_sender(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Sender"),
            "res_model": "rollout.sender.question",
            "view_mode": "form",
            "target": "new",
            "context": {"default_item_id": self.id},
        }

    def _ask_sender(self, text: str):
        """Put a question into the thread of every answer behind this item, and note it in the chatter."""
        self.ensure_one()
        self.check_access("write")
        # Whoever handles an item may ask, also without a right to read the answers.
        feedback_sudo = self.sudo().feedback_ids.filtered("reply_digest")
        if not feedback_sudo:
            raise UserError(self.env._("Nobody who wrote this can be asked."))
        today = self.program_id._get_today()
        feedback_sudo.env["rollout.reply"].create(
            [{"feedback_id": each.id, "direction": "team", "text": text, "day": today} for each in feedback_sudo]
        )
        self.message_post(body=self.env._("Asked the sender: %s", text))
