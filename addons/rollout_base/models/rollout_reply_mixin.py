from odoo import models


class RolloutReplyMixin(models.AbstractModel):
    """A record of a program whose notifications can be answered: who replies reaches a person.

    What people write to each other stays with core: answers come back to the record. What the system writes is
    OdooBot's, whom nobody reads; and a program's own address takes notes that bear no name, not answers.
    """

    _name = "rollout.reply.mixin"
    _description = "Notifications That Can Be Answered"

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        addresses = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        robot = self.env.ref("base.partner_root")
        # Everybody who gets a notification of the program sees to whom an answer goes.
        for record_sudo in self.sudo() if self._program_path is not None else ():
            record = record_sudo.with_env(self.env)
            program_sudo = record_sudo.mapped(self._program_path) if self._program_path else record_sudo
            if not program_sudo:
                continue
            author = self.env["res.partner"].browse((author_ids or {}).get(record.id) or None)
            if not author or author == robot:
                addresses[record.id] = program_sudo._get_reply_to() or addresses[record.id]
            elif not self._program_path and (defaults or {}).get(record.id):
                addresses[record.id] = defaults[record.id]
        return addresses
