from odoo import fields, models


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
