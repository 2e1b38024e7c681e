from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .rollout_log_item import DECIDED_LOG_STATES


class RolloutLogItem(models.Model):
    """What everybody may read about an item: written by the team, never the words of whoever complained."""

    _inherit = "rollout.log.item"
    _recorded_fields = frozenset({"public_summary", "public_answer"})

    public_summary = fields.Char(
        "What We Heard",
        translate=True,
        copy=False,
        tracking=True,
        help="In the team's words, so that nobody is recognised by theirs.",
    )
    public_answer = fields.Char("What We Did", translate=True, copy=False, tracking=True)
    public_on = fields.Date(
        "Told Everybody On",
        compute="_compute_public_on",
        store=True,
        help="Since when everybody can read it: both lines are filled in, and the item is decided or closed.",
    )

    # Read with every page of thanks, by anybody with a link.
    _heard = models.Index("(program_id, public_on DESC, id DESC) WHERE active IS TRUE AND public_on IS NOT NULL")

    @api.depends("public_summary", "public_answer", "state", "program_id")
    def _compute_public_on(self):
        for item in self:
            if not item._is_public():
                item.public_on = False
            elif not item.public_on:
                item.public_on = item.program_id._get_today()

    @api.constrains("public_summary", "public_answer")
    def _check_public_words(self):
        for item in self:
            if item.program_id._is_said_by_staff(item.public_summary, item.public_answer):
                raise ValidationError(
                    self.env._("These are an answer's own words. Say it in yours: everybody reads this, with the link.")
                )

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(field_name, translations, digest, source_lang)
        for lang in translations:
            self.with_context(lang=lang)._check_public_words()
        return result

    def _is_public(self) -> bool:
        return bool(self.public_summary and self.public_answer and self.state in DECIDED_LOG_STATES)
