from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.reply_link import read_reply


class RolloutSenderQuestion(models.TransientModel):
    """A question to the unknown sender of what a log item is about."""

    _name = "rollout.sender.question"
    _description = "Rollout Question to a Sender"
    _inherit = ["rollout.wizard.mixin"]

    item_id = fields.Many2one("rollout.log.item", required=True, readonly=True, ondelete="cascade")
    text = fields.Text("Question", required=True)

    def action_ask(self):
        self.ensure_one()
        text, error = read_reply(self.text)
        if error:
            raise UserError(self.env._("Please ask one short question, in plain text."))
        if self.env["rollout.sending"]._note_author(self.env.user, self.item_id.id, text):
            self.item_id._ask_sender(text)
