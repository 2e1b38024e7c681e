from odoo import fields, models


class RolloutSpentToken(models.Model):
    """A token with which somebody has answered, until its week is released.

    Only the digest is kept, and only of tokens that were used: no row tells who holds which.
    """

    _name = "rollout.spent.token"
    _description = "Rollout Spent Token"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "wave_id.program_id"
    _log_access = False
    _rec_name = "digest"
    _is_personal = True

    wave_id = fields.Many2one("rollout.wave", "Weekly Form", required=True, ondelete="cascade")
    digest = fields.Char("Hash", required=True)

    _once = models.UniqueIndex("(wave_id, digest)", "This link has been used.")
