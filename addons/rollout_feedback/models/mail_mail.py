from odoo import fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    # Only this names the wave: a message attached to the wave could be read, link and all.
    rollout_wave_id = fields.Many2one(
        "rollout.wave", "Rollout Weekly Form", index="btree_not_null", ondelete="set null"
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # After a standstill the queue may hold links that open nothing any more. Whoever may send
        # mails needn't be able to read waves.
        gone = [("id", "in", self.ids), ("rollout_wave_id.date_to", "<=", fields.Datetime.now())]
        late_sudo = self.sudo().search(gone)
        late_sudo.cancel()
        return super(MailMail, self - late_sudo).send(auto_commit, raise_exception, post_send_callback)
