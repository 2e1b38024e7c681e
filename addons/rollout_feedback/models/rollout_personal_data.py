from odoo import api, models
from odoo.fields import Domain

from odoo.addons.rollout_phase.models.rollout_personal_data import Kept
from odoo.addons.rollout_phase.tools.names import fold


class RolloutPersonalData(models.AbstractModel):
    """What people wrote under their name.

    Anonymous answers can't be found, by nobody.
    """

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        found = super()._find(person)
        answers = self._find_answers(person)
        reported = self._search_pointing(person, "rollout.log.item", "reporter_id")
        items = self._find_items(answers) | reported
        return {
            "answers": Kept(self.env._("Answers With This Name"), answers),
            "replies": Kept(
                self.env._("Replies to Questions About These"),
                answers.reply_ids.filtered(lambda reply: reply.direction == "sender"),
            ),
            "log_items": Kept(
                self.env._("Log Items From Them"),
                items,
                items - reported | reported._filtered_access("write"),
                stays=self.env._(
                    "Name and words go. What the team wrote stays, and words taken from Discuss, which may be somebody "
                    "else's."
                ),
            ),
            **found,
            "log_work": self._keep_role(
                self.env._("Log Items That They Handle or Decided"),
                self._search_pointing(person, "rollout.log.item", "user_id", "decided_by_id"),
            ),
        }

    @api.model
    def _export(self, person, found):
        answers = found["answers"].records
        words = [text for text in answers.mapped("comment") if text]
        # An item into which theirs was merged holds somebody else's words, and so may one that came from Discuss.
        items = found["log_items"].records.filtered(
            lambda item: (
                any(text in (item.description or "") for text in words)
                or (item.reporter_id.id in person.user_ids and item.source != "discuss")
            )
        )
        return {
            **super()._export(person, found),
            "answers": answers.read(
                ["week", "sender_name", "mood", "workload", "control", "upstream", "manual_hours", "kind", "comment"],
                load=None,
            ),
            "replies": found["replies"].records.read(["text", "day"], load=None),
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
    def _erase(self, person, found):
        result = super()._erase(person, found)
        answers = found["answers"].records
        items = found["log_items"].get_erasable()
        for answer in answers.filtered("comment"):
            items.filtered(lambda item, one=answer: one in item.feedback_ids)._erase_answer(answer.comment)
        answers._forget_replies()
        # Answers are readable, and writable by nobody; the lead who asks has been checked.
        answers.sudo().write({"sender_name": False, "comment": False})
        # Guarded against clients, as are the words that came in.
        for item_sudo in items.sudo().filtered(lambda item: item.reporter_id.id in person.user_ids):
            if item_sudo.source == "discuss":
                items -= item_sudo - self._find_items(answers)
            elif item_sudo.original_words:
                item_sudo.with_env(self.env)._erase_answer(item_sudo.original_words)
            item_sudo.reporter_id = False
        for item in items:
            item.message_post(body=self.env._("Words were removed at the wish of the person who wrote them."))
        return result

    @api.model
    def _find_answers(self, person):
        """Return the answers with this name that the user may read."""
        if not (words := fold(person.name).split()):
            return self.env["rollout.feedback"]
        named = self.env["rollout.feedback"].search([("sender_name", "!=", False), ("sender_name", "ilike", words[0])])
        return named.filtered(lambda answer: fold(answer.sender_name) == fold(person.name))

    @api.model
    def _find_items(self, answers):
        return self._search_kept("rollout.log.item", Domain("feedback_ids", "in", answers.ids))
