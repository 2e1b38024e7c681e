from odoo import models


class HrEmployee(models.Model):
    """A champion who leaves, or gets another user, hands over what they were asked for."""

    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if {"active", "user_id"} & vals.keys():
            # HR need not see anything of the launch.
            champions_sudo = self.env["rollout.champion"].sudo().search([("employee_id", "in", self.ids)])
            champions_sudo.phase_id._get_asked_tasks()._place()
        return result
