from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutKpiCountermeasure(models.Model):
    """What is done about a number that shows no improvement: by whom, and until when."""

    _name = "rollout.kpi.countermeasure"
    _description = "Countermeasure"
    _inherit = ["rollout.calendar.mixin", "rollout.guarded.mixin"]
    _program_path = "tracking_id.program_id"
    _order = "tracking_id, day desc, id desc"
    _check_company_auto = True

    name = fields.Char("What Is Done", required=True)
    tracking_id = fields.Many2one(
        "rollout.kpi.tracking", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="tracking_id.company_id", store=True, index=True)
    day = fields.Integer("Answers Day", readonly=True, aggregator=None, help="The milestone that it answers.")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        check_company=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    deadline = fields.Date("Done By", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        trackings = self.env["rollout.kpi.tracking"].browse([vals.get("tracking_id") for vals in vals_list])
        # Which milestone it answers is not for a client to say.
        vals_list = [{**vals, "day": tracking.latest_day} for tracking, vals in zip(trackings, vals_list, strict=True)]
        countermeasures = super().create(vals_list)
        countermeasures.tracking_id._close_alarm()
        return countermeasures

    def write(self, vals):
        if not self.env.su and {"tracking_id", "day"} & vals.keys():
            raise UserError(self.env._("Add another countermeasure instead."))
        return super().write(vals)
