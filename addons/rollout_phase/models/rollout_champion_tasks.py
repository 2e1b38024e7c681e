from odoo import api, models


class RolloutChampion(models.Model):
    """What is asked of a phase's champions follows who they are."""

    _inherit = "rollout.champion"

    @api.model_create_multi
    def create(self, vals_list):
        champions = super().create(vals_list)
        for phase, own in champions.grouped("phase_id").items():
            phase._on_champions_change(self.env["hr.employee"], own.employee_id)
        return champions

    def write(self, vals):
        if not {"phase_id", "employee_id"} & vals.keys():
            return super().write(vals)
        before = {champion: (champion.phase_id, champion.employee_id) for champion in self}
        result = super().write(vals)
        for champion, (phase, employee) in before.items():
            phase._on_champions_change(employee, self.env["hr.employee"])
            champion.phase_id._on_champions_change(self.env["hr.employee"], champion.employee_id)
        return result

    def unlink(self):
        before = [(phase, own.employee_id) for phase, own in self.grouped("phase_id").items()]
        result = super().unlink()
        for phase, employees in before:
            phase._on_champions_change(employees, self.env["hr.employee"])
        return result
