from odoo import api, models


class RolloutChampion(models.Model):
    """What is asked of a phase's champions follows who they are."""

    _inherit = "rollout.champion"

    @api.model_create_multi
    def create(self, vals_list):
        champions = super().create(vals_list)
        champions.phase_id._get_asked_tasks()._place()
        return champions

    def write(self, vals):
        before = self.phase_id
        result = super().write(vals)
        if {"phase_id", "employee_id"} & vals.keys():
            (before | self.phase_id)._get_asked_tasks()._place()
        return result

    def unlink(self):
        phases = self.phase_id
        result = super().unlink()
        phases._get_asked_tasks()._place()
        return result
