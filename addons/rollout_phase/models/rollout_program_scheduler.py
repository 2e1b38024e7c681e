from odoo import models


class RolloutProgram(models.Model):
    _name = "rollout.program"
    _inherit = ["rollout.program", "rollout.scheduler.mixin"]
