from odoo import fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    # Only this names the wave: a message attached to the wave could be read, link and all.
    rollout_wave_id = fields.Many2one("rollout.wave", index="btree_not_null", ondelete="set null")

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # After a standstill the queue may hold links that open nothing any more.
        now = fields.Datetime.now()
        # Whoever may send mails needn't be able to read waves.
        late = self.filtered(lambda mail: mail.rollout_wave_id and mail.rollout_wave_id.sudo().date_to <= now)
        late.cancel()
        return super(MailMail, self - late).send(auto_commit, raise_exception, post_send_callback)
