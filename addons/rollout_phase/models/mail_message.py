from odoo import api, models
from odoo.exceptions import UserError

# What was decided about these stays as it was written down.
MODELS_ON_RECORD = {"rollout.program", "rollout.phase"}
CONTENT = {"author_id", "body", "create_uid", "date", "message_type", "model", "res_id", "subject", "subtype_id"}


class MailMessage(models.Model):
    """Notes that the launch writes by itself, about stages, overrides and sponsors, are kept as they are."""

    _inherit = "mail.message"

    def write(self, vals):
        if not self.env.su and CONTENT & vals.keys():
            self._refuse_to_change_record()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        if not self.env.su:
            self._refuse_to_change_record()

    def _refuse_to_change_record(self):
        # Whoever gets this far has the right to change the message; what it says is looked at alone.
        if self.sudo().filtered(lambda m: m.model in MODELS_ON_RECORD and m.message_type == "notification"):
            raise UserError(self.env._("What the launch has written down about itself is kept."))
