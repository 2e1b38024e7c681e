from dataclasses import replace

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.names import fold
from odoo.addons.rollout_phase.models.rollout_personal_data import Kept


class RolloutPersonalData(models.AbstractModel):
    """What people answered under their name.

    Anonymous answers can't be found, by nobody.
    """

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        found = super()._find(person)
        answers = self._find_answers(person)
        reported = found["log_items"]
        items = self._find_items(answers) | reported.records
        return {
            "answers": Kept(self.env._("Answers With This Name"), answers),
            "replies": Kept(
                self.env._("Replies to Questions About These"),
                answers.reply_ids.filtered(lambda reply: reply.direction == "sender"),
            ),
            **found,
            "log_items": replace(reported, records=items, erasable=items - reported.records | reported.get_erasable()),
        }

    @api.model
    def _export(self, person, found):
        answers = found["answers"].records
        return {
            **super()._export(person, found),
            "answers": answers.read(
                ["week", "sender_name", "mood", "workload", "control", "upstream", "manual_hours", "kind", "comment"],
                load=None,
            ),
            "replies": found["replies"].records.read(["text", "day"], load=None),
        }

    @api.model
    def _is_item_of(self, item, person, found):
        # An item into which theirs was merged holds somebody else's words.
        words = [text for text in found["answers"].records.mapped("comment") if text]
        return any(text in (item.description or "") for text in words) or super()._is_item_of(item, person, found)

    @api.model
    def _erase(self, person, found):
        answers = found["answers"].records
        items = found["log_items"].get_erasable()
        for answer in answers.filtered("comment"):
            items.filtered(lambda item, one=answer: one in item.feedback_ids)._erase_answer(answer.comment)
        answers._forget_replies()
        result = super()._erase(person, found)
        # Answers are readable, and writable by nobody; the lead who asks has been checked.
        answers.sudo().write({"sender_name": False, "comment": False})
        return result

    @api.model
    def _get_reworded_items(self, found):
        return super()._get_reworded_items(found) | self._find_items(found["answers"].records)

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
