from odoo import fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    # Only this names the wave: a message attached to the wave could be read, link and all.
    rollout_wave_id = fields.Many2one("rollout.wave", index="btree_not_null", ondelete="set null")
