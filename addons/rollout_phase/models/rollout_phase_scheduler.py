from odoo import models


class RolloutPhase(models.Model):
    _name = "rollout.phase"
    _inherit = ["rollout.phase", "rollout.scheduler.mixin"]
