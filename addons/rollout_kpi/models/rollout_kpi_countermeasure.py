from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RolloutKpiCountermeasure(models.Model):
    """What is done about a number that shows no improvement: by whom, and until when."""

    _name = "rollout.kpi.countermeasure"
    _description = "Countermeasure"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "tracking_id.program_id"
    _order = "tracking_id, day desc, id desc"
    _check_company_auto = True
    # Whom it falls to and until when may change; what was answered stays as it was said.
    _fixed_fields = frozenset({"name", "tracking_id"})

    name = fields.Char("What Is Done", required=True)
    tracking_id = fields.Many2one(
        "rollout.kpi.tracking", "KPI of a Phase", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="tracking_id.company_id", store=True, index=True)
    day = fields.Integer(
        "Milestone Day",
        compute="_compute_day",
        store=True,
        precompute=True,
        aggregator=None,
        help="The day of the milestone that it responds to.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        check_company=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    deadline = fields.Date(required=True)

    # The last one at the moment at which it is said: it doesn't follow those to come.
    @api.depends("tracking_id")
    def _compute_day(self):
        for countermeasure in self:
            countermeasure.day = countermeasure.tracking_id.latest_day

    @api.constrains("name")
    def _check_name(self):
        for countermeasure in self:
            if not any(character.isalnum() for character in countermeasure.name or ""):
                raise ValidationError(self.env._("Say in words what is done."))

    # Looked at as it is said alone: time goes on, and what is late stays as it was said.
    @api.constrains("deadline")
    def _check_deadline(self):
        for countermeasure in self:
            if countermeasure.deadline and countermeasure.deadline < countermeasure._get_own_today():
                raise ValidationError(self.env._("What is done about it is done by a day to come, not by one before."))

    @api.constrains("user_id")
    def _check_user(self):
        for countermeasure in self:
            if countermeasure.user_id.share:
                raise ValidationError(
                    self.env._("%s is no internal user, and can't be responsible for it.", countermeasure.user_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        countermeasures = super().create(vals_list)
        countermeasures.tracking_id._close_alarm()
        return countermeasures

    @api.model
    def _explain_guard(self, names):
        if names & {"name", "tracking_id", "day"}:
            return self.env._("What was answered stays as it was said. Add another countermeasure instead.")
        return super()._explain_guard(names)
