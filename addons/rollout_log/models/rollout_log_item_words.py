from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_phase.tools.reader_dates import format_week
from odoo.addons.rollout_phase.tools.week import iso_week, local_day

from ..tools.summary import summarize
from .rollout_log_item import TEAM_SOURCES


class RolloutLogItem(models.Model):
    """What somebody wrote goes from the log, and what the team made of it stays."""

    _inherit = "rollout.log.item"

    # Nobody reads it: it is there to tell staff's words from the team's when the description was written anew.
    original_words = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        # Guarded against clients, as is where an item came from.
        for item_sudo in items.sudo().filtered(lambda item: not item._is_worded_by_team()):
            words = item_sudo.description or item_sudo.name
            # Whoever takes up a message chooses its title; a mail's sender chose the subject.
            if item_sudo.source == "email" and item_sudo.name != summarize(words):
                words = f"{item_sudo.name}\n{words}"
            item_sudo.original_words = words
        return items

    def _is_worded_by_team(self) -> bool:
        """Tell whether the summary is the team's own and no answer stands behind it."""
        # Which answers stand behind an item is for leads alone; whether there are any is the same for everybody.
        item_sudo = self.sudo()
        return item_sudo.source in TEAM_SOURCES and not item_sudo.feedback_ids

    def _get_team_wording(self) -> str | bool:
        """Return what others may read of the item: words of the team's, or False if there are none."""
        return self.name if self._is_worded_by_team() else False

    @api.model
    def _erase_expired_words(self):
        """Take the literal words out of closed items whose answers are out of their time."""
        domain = self.env["rollout.program"]._get_expired_feedback_domain("create_date")
        domain &= Domain("state", "=", "closed") | Domain("merged_into_id.state", "=", "closed")
        domain &= Domain("description", "!=", False) | Domain("original_words", "!=", False)
        items = self.with_context(active_test=False).search(domain)
        # What the team wrote stays; an answer is nobody else's, whatever its item says of where it came from.
        items.filtered(
            lambda item: item.source not in TEAM_SOURCES or item.description in item.feedback_ids.mapped("comment")
        )._erase_words()

    def _erase_words(self):
        """Blank the descriptions of ``self``, what came in, and names that only repeat a first line of these."""
        for item in self:
            # Whoever may take the words out can't read what came in.
            item_sudo = item.sudo()
            values = {"description": False}
            words = [item.description, item_sudo.original_words]
            if item.name in [summarize(text) for text in words if text]:
                values["name"] = item._get_plain_name()
                words.append(item.name)
            item.write(values)
            item_sudo.original_words = False
            item._forget_traces(words)
            # Activities repeat the name of what they are about.
            item.activity_ids._compute_res_name()

    def _erase_answer(self, words: str):
        """Take one answer's words out of ``self``, and leave what else is told there."""
        summary = summarize(words)
        for item in self:
            rest = (item.description or "").replace(words, "").strip()
            values = {"description": rest or False}
            if summary and item.name == summary:
                values["name"] = item._get_plain_name()
            item.write(values)
            # As above.
            item_sudo = item.sudo()
            item_sudo.original_words = (item_sudo.original_words or "").replace(words, "").strip() or False
            item._forget_traces([words, summary])
            item.activity_ids._compute_res_name()

    def _get_plain_name(self) -> str:
        """Name the item after the week whose answers it came with."""
        self.ensure_one()
        # Which answers stand behind an item is for leads alone; a week is no secret.
        weeks = self.sudo().feedback_ids.mapped("week")
        if weeks:
            week = min(weeks)
        else:
            # Answers are released at the end of their week.
            program = self.program_id
            week = iso_week(local_day(self.create_date, program._get_timezone()) - timedelta(days=1))
        return self.env._("Answer of week %s", format_week(self.env, week))
