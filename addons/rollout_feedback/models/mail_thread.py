from odoo import api, models

from odoo.addons.rollout_log.tools.mail_text import is_automatic


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Don't take the answer of a machine, such as an absence note, for feedback."""
        if route[0] == "rollout.sealed.note" and is_automatic(
            {name.lower(): str(value) for name, value in message.items()}
        ):
            return False
        return super()._routing_check_route(message, message_dict, route, raise_exception)
