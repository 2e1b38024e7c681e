from odoo import fields, models

from odoo.addons.rollout_base.tools.week import iso_week

from .rollout_program import PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"
    _weekly_purposes = frozenset({PURPOSE})

    purpose = fields.Selection(selection_add=[(PURPOSE, "Weekly Digest")], ondelete={PURPOSE: "cascade"})

    def _get_maker(self):
        if self.purpose != PURPOSE:
            return super()._get_maker()
        program, week, model = self.program_id, self.period, self.res_model
        if program.state not in ("planned", "running") or week != iso_week(program._get_today()):
            return None
        return lambda ids: program._send_digests_again(week, model, ids)
