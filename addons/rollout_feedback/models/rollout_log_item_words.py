from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.rollout_phase.tools.reader_dates import format_week
from odoo.addons.rollout_phase.tools.week import iso_week, local_day

from ..tools.summary import summarize


class RolloutLogItem(models.Model):
    """What somebody wrote goes from the log, and what the team made of it stays."""

    _inherit = "rollout.log.item"

    @api.model
    def _erase_expired_words(self):
        """Take the literal words out of closed items whose answers are out of their time."""
        domain = self.env["rollout.program"]._get_expired_feedback_domain("create_date")
        domain &= Domain("source", "=", "form") & Domain("state", "=", "closed") & Domain("description", "!=", False)
        self.with_context(active_test=False).search(domain)._erase_words()

    def _erase_words(self):
        """Blank the descriptions of ``self``, and names that only repeat their first line."""
        for item in self:
            values = {"description": False}
            words = [item.description]
            if item.name == summarize(item.description or ""):
                values["name"] = item._get_plain_name()
                words.append(item.name)
            item.write(values)
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
