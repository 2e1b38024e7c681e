from odoo import fields, models

from .rollout_program import OPEN_LOG_STATES


class RolloutPhase(models.Model):
    _inherit = "rollout.phase"

    open_log_count = fields.Integer("Open Log Items", compute="_compute_open_log_count")

    def _compute_open_log_count(self):
        counts = dict(
            self.env["rollout.log.item"]._read_group(
                [("phase_id", "in", self.ids), ("state", "in", OPEN_LOG_STATES)],
                ["phase_id"],
                ["__count"],
            )
        )
        for phase in self:
            phase.open_log_count = counts.get(phase._origin, 0)

    def action_view_log(self):
        self.ensure_one()
        action = self.program_id.action_view_log()
        return {
            **action,
            "domain": [("phase_id", "=", self.id)],
            "context": {
                "default_program_id": self.program_id.id,
                "default_phase_id": self.id,
                "search_default_filter_open": True,
            },
        }

    def _get_champion_users(self):
        """Return the users of the phases' champions, the first champion's first."""
        # Who a champion is may be known to everybody who handles the log, without HR's rights.
        champions_sudo = self.sudo().champion_ids.sorted("id")
        employees_sudo = champions_sudo.employee_id.filtered("active")
        return employees_sudo.user_id.filtered("active").sudo(self.env.su)

    def _get_role_users(self, role):
        # An employee who has left is no champion any more, whatever has become of their user.
        if role == "champion":
            return self.champion_ids.sorted("id").employee_id.filtered("active").user_id or self.program_id.lead_id
        return super()._get_role_users(role)
