from odoo import fields, models
from odoo.fields import Domain


class RolloutProgram(models.Model):
    """A program is red while a number that shows no improvement is answered by nobody."""

    _inherit = "rollout.program"

    alarm_count = fields.Integer("Numbers Without an Answer", compute="_compute_alarm_count")

    def _compute_alarm_count(self):
        # That a program is red is for everybody to see; what it is red for, only to those who may read it.
        trackings_sudo = self.env["rollout.kpi.tracking"].sudo()
        domain = Domain("needs_countermeasure", "=", True) & Domain("phase_id.stage_code", "!=", "cancelled")
        for program, count in self._count_each(trackings_sudo, "program_id", domain).items():
            program.alarm_count = count

    def action_view_alarms(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_kpi_tracking_action")
        return {**action, "domain": [("program_id", "=", self.id), ("needs_countermeasure", "=", True)]}
