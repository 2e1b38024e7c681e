import re

from odoo import models
from odoo.tools import html2plaintext, plaintext2html

GONE = "…"


class RolloutLogItem(models.Model):
    """Where else an item's words stand: when they go from the item, they go from there."""

    _inherit = "rollout.log.item"

    def _forget_traces(self, words: list[str]) -> None:
        """Take ``words`` out of what the system made of ``self``.

        That is its own notes on the items and on those merged with them, agendas, customization
        requests and training needs. What people wrote in a discussion is theirs.
        """
        said = sorted({" ".join(text.split()) for text in words if text and text.strip()}, key=len, reverse=True)
        if not said or not self:
            return
        # Whoever may take the words out of an item need not see all that was made of it.
        items_sudo = self.sudo().with_context(active_test=False)
        family_sudo = items_sudo | items_sudo.merged_into_id | items_sudo.merged_ids
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)".replace(r"\ ", r"\s+") for text in said))

        def without(text):
            return pattern.sub(GONE, text or "")

        messages_sudo = family_sudo.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", family_sudo.ids), ("message_type", "!=", "comment")]
        )
        for message_sudo in messages_sudo:
            body = html2plaintext(message_sudo.body or "", include_references=False)
            if (left := without(body)) != body:
                message_sudo.body = plaintext2html(left)
            if (left := without(message_sudo.subject)) != (message_sudo.subject or ""):
                message_sudo.subject = left
        for records_sudo, names in (
            (family_sudo.env["rollout.review.item"].search([("item_id", "in", items_sudo.ids)]), ("name", "wording")),
            (items_sudo.request_id, ("name", "why")),
            (items_sudo.training_activity_id, ("summary",)),
        ):
            for record_sudo in records_sudo:
                changes = {name: without(record_sudo[name]) for name in names if record_sudo[name]}
                record_sudo.write({name: text for name, text in changes.items() if text != record_sudo[name]})
        for activity_sudo in items_sudo.training_activity_id:
            note = html2plaintext(activity_sudo.note or "", include_references=False)
            if (left := without(note)) != note:
                activity_sudo.note = plaintext2html(left)
