from odoo import fields, models


class RolloutProgram(models.Model):
    _inherit = "rollout.program"

    standup_enabled = fields.Boolean(
        "Daily Stand-up",
        default=True,
        help="Every department that goes live gets 15 minutes in the calendar on each working day, for its "
        "champions and the lead, until its hypercare ends.",
    )
    standup_hour = fields.Float(
        "Stand-up Time",
        default=9.0,
        help="In the program's time zone.",
        aggregator=None,
    )

    _standup_hour_in_day = models.Constraint(
        "CHECK (standup_hour >= 0 AND standup_hour < 24)", "The time must be between 0:00 and 23:59."
    )
