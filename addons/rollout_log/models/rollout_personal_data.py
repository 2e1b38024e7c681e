from odoo import api, models

from odoo.addons.rollout_phase.models.rollout_personal_data import Kept


class RolloutPersonalData(models.AbstractModel):
    """What people put into the log under their name, and what they handle there."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        reported = self._search_pointing(person, "rollout.log.item", "reporter_id")
        return {
            "log_items": Kept(
                self.env._("Log Items From Them"),
                reported,
                reported._filtered_access("write"),
                stays=self.env._(
                    "Name and words go. What the team wrote stays, and words taken from Discuss, which may be somebody "
                    "else's."
                ),
            ),
            **super()._find(person),
            "log_work": self._keep_role(
                self.env._("Log Items That They Handle or Decided"),
                self._search_pointing(person, "rollout.log.item", "user_id", "decided_by_id"),
            ),
        }

    @api.model
    def _export(self, person, found):
        items = found["log_items"].records.filtered(lambda item: self._is_item_of(item, person, found))
        return {
            **super()._export(person, found),
            "log_items": items.read(["name", "description", "create_date"], load=None),
            # What an item says is its sender's.
            "log_work": [
                {
                    "handles": item.user_id.id in person.user_ids,
                    "reason": item.decided_by_id.id in person.user_ids and item.decision_reason,
                    "state": item.state,
                    "create_date": item.create_date,
                }
                for item in found["log_work"].records
            ],
        }

    @api.model
    def _is_item_of(self, item, person, found) -> bool:
        """Hook: tell whether what an item says is the person's: what came from Discuss may be somebody else's."""
        return item.reporter_id.id in person.user_ids and item.source != "discuss"

    @api.model
    def _erase(self, person, found):
        result = super()._erase(person, found)
        items = found["log_items"].get_erasable()
        # Guarded against clients, as are the words that came in.
        for item_sudo in items.sudo().filtered(lambda item: item.reporter_id.id in person.user_ids):
            if item_sudo.source == "discuss":
                items -= item_sudo - self._get_reworded_items(found)
            elif item_sudo.original_words:
                item_sudo.with_env(self.env)._erase_answer(item_sudo.original_words)
            item_sudo.reporter_id = False
        for item in items:
            item.message_post(body=self.env._("Words were removed at the wish of the person who wrote them."))
        return result

    @api.model
    def _get_reworded_items(self, found):
        """Hook: return the items out of which other words of the person go than those that they sent to the log."""
        return self.env["rollout.log.item"]
