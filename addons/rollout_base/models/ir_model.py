from odoo import models
from odoo.tools import sql


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        # Nothing of an addon stays when it goes, the turns of its records neither.
        # With the addon that has the turns, these have lost their columns by now.
        if sql.column_exists(self.env.cr, "rollout_turn", "res_model"):
            # Nobody may see turns, whoever uninstalls.
            turns_sudo = self.env["rollout.turn"].sudo()
            turns_sudo.search([("res_model", "in", self.mapped("model"))]).unlink()
        return super().unlink()
