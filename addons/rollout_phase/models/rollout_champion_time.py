from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RolloutChampionTime(models.Model):
    """Hours that a champion has given to the launch."""

    _name = "rollout.champion.time"
    _description = "Champion's Time"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "champion_id.phase_id.program_id"
    _order = "date desc, id desc"
    _rec_name = "date"
    _owner_fields = frozenset({"champion_id"})

    champion_id = fields.Many2one("rollout.champion", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="champion_id.company_id", store=True, index=True)
    date = fields.Date(compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    hours = fields.Float(required=True)
    name = fields.Char("What For")

    _hours_positive = models.Constraint("CHECK (hours > 0)", "Log a time longer than zero.")
    _hours_in_day = models.Constraint("CHECK (hours <= 24)", "A day has 24 hours.")

    @api.constrains("date")
    def _check_date(self):
        for time in self:
            if time.date > time._get_own_today():
                raise ValidationError(self.env._("Log time once it was given: this day is still to come."))
