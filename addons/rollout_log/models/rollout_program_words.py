from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.wording import repeats
from .rollout_log_item import TEAM_SOURCES


class RolloutProgram(models.Model):
    """What staff wrote isn't told again in their words, by whichever way others read it."""

    _inherit = "rollout.program"

    @api.constrains("name")
    def _check_name_is_no_answer(self):
        for program in self:
            program._check_own_words(program.name)

    def _check_reason(self, reason):
        if self._is_said_by_staff(reason):
            raise ValidationError(
                self.env._("These are an answer's own words. Say it in yours: everybody reads this reason.")
            )
        return super()._check_reason(reason)

    def _check_own_words(self, *texts: str):
        """
        :raise ValidationError: one of ``texts``, for the partner, repeats what staff wrote
        """
        if self._is_said_by_staff(*texts):
            raise ValidationError(
                self.env._(
                    "These are an answer's own words. Say it in yours: the partner never reads what staff wrote."
                )
            )

    def _is_said_by_staff(self, *texts: str) -> bool:
        """Tell whether one of ``texts`` repeats what stands in a log of the program's company from staff."""
        texts = [text for text in texts if text]
        if not texts:
            return False
        # Whoever words it for the partner may not read all of it, and still must not repeat it. There may be much: of
        # each no more than its words is read.
        items_sudo = self.env["rollout.log.item"].sudo().with_context(active_test=False)
        said = Domain("company_id", "in", self.company_id.ids) & Domain("source", "not in", TEAM_SOURCES)
        items_sudo = items_sudo.search_fetch(said, ["description", "original_words"])
        written = Domain("company_id", "in", self.company_id.ids) & Domain("comment", "!=", False)
        answers_sudo = self.env["rollout.feedback"].sudo().search_fetch(written, ["comment"])
        words = {
            *items_sudo.mapped("description"),
            *items_sudo.mapped("original_words"),
            *answers_sudo.mapped("comment"),
        }
        return any(repeats(text, words) for text in texts)
