from odoo import fields, models


class RolloutReply(models.Model):
    """A message between the team and the unknown sender of an answer.

    It bears the day on which it arrived and no more: no author, and no time of day.
    """

    _name = "rollout.reply"
    _description = "Rollout Reply"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "feedback_id.program_id"
    _order = "day, id"
    _rec_name = "day"
    _log_access = False
    _is_personal = True

    feedback_id = fields.Many2one("rollout.feedback", "Answer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="feedback_id.company_id", store=True, index=True)
    direction = fields.Selection([("team", "From the team"), ("sender", "From the sender")], required=True)
    text = fields.Text(required=True)
    day = fields.Date(required=True)
