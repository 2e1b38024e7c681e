import re

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext, plaintext2html

GONE = "…"


class RolloutLogItem(models.Model):
    """Where else an item's words stand: when they go from the item, they go from there."""

    _inherit = "rollout.log.item"

    def _forget_traces(self, words: list[str]) -> None:
        """Take ``words`` out of what the system made of ``self``.

        That is its own notes on the items and on those merged with them, customization requests, exceptions
        to the freeze, training needs, and other copies. What people wrote in a discussion is theirs.
        """
        said = sorted({" ".join(text.split()) for text in words if text and text.strip()}, key=len, reverse=True)
        if not said or not self:
            return
        # Whoever may take the words out of an item need not see all that was made of it.
        items_sudo = self.sudo().with_context(active_test=False)
        family_sudo = items_sudo | items_sudo.merged_into_id | items_sudo.merged_ids
        spaced = [re.escape(text).replace(r"\ ", r"\s+") for text in said]
        pattern = re.compile("|".join(rf"(?<!\w){text}(?!\w)" for text in spaced))
        # A phase's notes tell of much else: there the words are those of a name that is quoted.
        quoted = re.compile("|".join(rf"(?<=“){text}(?=”)" for text in spaced))

        def without(text, pattern=pattern):
            return pattern.sub(GONE, text or "")

        requests_sudo = items_sudo.request_id
        notes_sudo = family_sudo.env["mail.message"].browse()
        for records_sudo in (family_sudo, requests_sudo, requests_sudo.phase_id):
            notes_sudo |= notes_sudo.search(
                Domain("model", "=", records_sudo._name)
                & Domain("res_id", "in", records_sudo.ids)
                & Domain("message_type", "!=", "comment")
            )
        for message_sudo in notes_sudo:
            where = quoted if message_sudo.model == "rollout.phase" else pattern
            body = html2plaintext(message_sudo.body or "", include_references=False)
            if (left := without(body, where)) != body:
                message_sudo.body = plaintext2html(left)
            if (left := without(message_sudo.subject, where)) != (message_sudo.subject or ""):
                message_sudo.subject = left
        values_sudo = notes_sudo.filtered(lambda message: message.model != "rollout.phase").tracking_value_ids
        for records_sudo, names in (
            (values_sudo, ("old_value_char", "new_value_char", "old_value_text", "new_value_text")),
            *items_sudo._get_copied_words(),
        ):
            for record_sudo in records_sudo:
                changes = {name: without(record_sudo[name]) for name in names if record_sudo[name]}
                record_sudo.write({name: text for name, text in changes.items() if text != record_sudo[name]})
        # Activities repeat the name of what they are about.
        requests_sudo.activity_ids._compute_res_name()
        for activity_sudo in items_sudo.training_activity_id:
            note = html2plaintext(activity_sudo.note or "", include_references=False)
            if (left := without(note)) != note:
                activity_sudo.note = plaintext2html(left)

    def _get_copied_words(self) -> list[tuple]:
        """Hook: return the records that repeat words of ``self``, each set with the names of the fields that do.

        Called with elevated rights.
        """
        return [(self.request_id, ("name", "why")), (self.training_activity_id, ("summary",))]
