from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the web client whether the user may send something to the log, and whether other people's messages."""
        info = super().session_info()
        if info.get("is_internal_user"):
            program_sudo, _phase_sudo = self.env["rollout.program"]._find_note_target(self.env.user)
            info["rollout_note"] = bool(program_sudo)
            info["rollout_discuss"] = self.env.user.has_group("rollout_phase.group_rollout_champion")
        return info
