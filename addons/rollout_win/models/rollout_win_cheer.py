from odoo import api, fields, models
from odoo.tools import SQL


class RolloutWinCheer(models.Model):
    """That somebody cheered a win. Nobody may read it: only the number is shown."""

    _name = "rollout.win.cheer"
    _description = "Rollout Win Cheer"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "win_id.program_id"
    _log_access = False
    _is_personal = True

    win_id = fields.Many2one("rollout.win", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")

    _once = models.UniqueIndex("(win_id, user_id)", "You have cheered already.")

    @api.model
    def _note(self, win_id: int, user_id: int) -> None:
        """Note a cheer; a second one of the same user changes nothing, even at the same moment."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_win_cheer (win_id, user_id) VALUES (%s, %s)
                   ON CONFLICT (win_id, user_id) DO NOTHING""",
                win_id,
                user_id,
            ),
            log_exceptions=False,
        )
