from odoo import models


class RolloutPhase(models.Model):
    """The first go-live of a program starts the days on which its partner is scored again."""

    _inherit = "rollout.phase"

    def _on_go_live(self):
        result = super()._on_go_live()
        # All phases count, also those that this user may not see.
        earlier_sudo = (
            self.env["rollout.phase"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("program_id", "in", self.program_id.ids),
                    ("go_live_date", "!=", False),
                    ("id", "not in", self.ids),
                ]
            )
        )
        (self.program_id - earlier_sudo.sudo(False).program_id)._schedule_partner_scoring()
        return result
