from odoo import api, models
from odoo.exceptions import ValidationError


class RolloutWin(models.Model):
    """A win is told in one's own words: never in those of an answer."""

    _inherit = "rollout.win"

    @api.constrains("name", "text", "state")
    def _check_words(self):
        for win in self.filtered(lambda win: win.state == "published"):
            if win.program_id._is_said_by_staff(win.name, win.text):
                raise ValidationError(
                    self.env._("These are an answer's own words. Say it in yours: everybody reads a win.")
                )

    @api.model
    def _open_new(self, program, phase) -> dict:
        """Return the action that opens an empty win; no words are taken over."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Win"),
            "res_model": "rollout.win",
            "views": [[self.env.ref("rollout_win.rollout_win_view_form").id, "form"]],
            "context": {
                "default_program_id": program.id,
                "default_phase_id": phase.id,
                "win_from_words": True,
            },
        }
