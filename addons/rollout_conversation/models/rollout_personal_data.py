from odoo import api, models
from odoo.fields import Domain


class RolloutPersonalData(models.AbstractModel):
    """Notes on conversations are their author's alone, and nobody else is told how many there are."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "conversations": self._keep(
                self.env._("Your Own Notes on Conversations With Them"),
                # Notes of others are found by nobody.
                self._search_kept(
                    "rollout.conversation",
                    Domain("employee_id", "in", person.employee_ids) & Domain("create_uid", "=", self.env.uid),
                ),
                self.env._("They are yours alone: it is for you to decide."),
            ),
        }
