from odoo import api, models
from odoo.exceptions import UserError


class RolloutProgram(models.Model):
    """A program with a history is archived, not deleted."""

    _inherit = "rollout.program"

    def _has_history(self) -> bool:
        """Hook: tell whether something would vanish with this program that is to be kept.

        An addon whose records vanish with their program extends this. Called with elevated rights,
        on one program.
        """
        return bool(self.env["rollout.mailing"].search_count([("program_id", "=", self.id)], limit=1))

    @api.model
    def _group_by_retention(self, setting: str) -> list[tuple]:
        """Return pairs of a number and the programs that have it in this field, the archived ones included."""
        return self.with_context(active_test=False)._read_group([], [setting], ["id:recordset"])

    def write(self, vals):
        if "active" in vals and not vals["active"] and not self.env.su:
            for program in self:
                program.with_context(active_test=False).phase_ids.filtered("active")._refuse_to_leave_launch()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        for program in self:
            # What the user may not see is to be kept all the same.
            if program.sudo()._has_history():
                raise UserError(
                    self.env._("“%s” has a history, which is kept. Archive it instead.", program.display_name)
                )
