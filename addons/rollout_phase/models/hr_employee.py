from odoo import models


class HrEmployee(models.Model):
    """A champion who leaves, or gets another user, hands over what they were asked for."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "rollout.kept.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if {"active", "user_id"} & vals.keys():
            # HR need not see anything of the launch.
            champions_sudo = self.env["rollout.champion"].sudo().search([("employee_id", "in", self.ids)])
            for phase_sudo, own_sudo in champions_sudo.grouped("phase_id").items():
                left_sudo = own_sudo.employee_id.filtered(lambda employee: not employee.active)
                phase_sudo._on_champions_change(left_sudo, own_sudo.employee_id - left_sudo)
        return result
