from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.rollout_log.models.rollout_log_item import DECIDED_LOG_STATES, TEAM_SOURCES
from odoo.addons.rollout_log.tools.summary import summarize


class RolloutLogItem(models.Model):
    """The answers behind an item, and what everybody may read of it.

    That is written by the team, never the words of whoever complained: who that is nobody knows, and still may ask.
    """

    _inherit = "rollout.log.item"
    _recorded_fields = frozenset({"public_summary", "public_answer"})

    source = fields.Selection(
        selection_add=[
            ("manual",),
            ("form", "Weekly form"),
            ("training",),
            ("freeze",),
            ("other",),
            ("systray", "Button in Odoo"),
            ("kiosk", "Poster"),
            ("email", "E-mail"),
            ("discuss",),
        ],
        # Never one of the team's: the words stay somebody's.
        ondelete=dict.fromkeys(("form", "systray", "kiosk", "email"), "set other"),
    )
    feedback_ids = fields.Many2many(
        "rollout.feedback",
        string="Answers",
        readonly=True,
        copy=False,
        groups="rollout_phase.group_rollout_lead",
    )
    public_summary = fields.Char(
        "What We Heard",
        translate=True,
        copy=False,
        tracking=True,
        help="In the team's words, so that nobody is recognised by theirs.",
    )
    public_answer = fields.Char("What We Did", translate=True, copy=False, tracking=True)
    public_on = fields.Date(
        "Published On",
        compute="_compute_public_on",
        store=True,
        help="Since when everybody can read it: both lines are filled in, and the item is decided or closed.",
    )
    can_ask_sender = fields.Boolean(compute="_compute_can_ask_sender")

    # Read with every page of thanks, by anybody with a link.
    _heard = models.Index("(program_id, public_on DESC, id DESC) WHERE active IS TRUE AND public_on IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        # The answers are for leads alone; how many they are isn't.
        for item_sudo in items.sudo():
            if (count := len(item_sudo.feedback_ids)) > item_sudo.voice_count:
                item_sudo.voice_count = count
        return items

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

    def _is_worded_by_team(self):
        # Which answers stand behind an item is for leads alone; whether there are any is the same for everybody.
        return super()._is_worded_by_team() and not self.sudo().feedback_ids

    def _get_mail_wording(self):
        return super()._get_mail_wording() or self.public_summary

    def _get_incoming_words(self):
        words = super()._get_incoming_words()
        # Whoever takes up a message chooses its title; a mail's sender chose the subject.
        if self.source == "email" and self.name != summarize(words):
            words = f"{self.name}\n{words}"
        return words

    def _get_week(self):
        # Which answers stand behind an item is for leads alone; the week of the first is no secret of theirs.
        return min(self.sudo().feedback_ids.mapped("week"), default=None) or super()._get_week()

    def _prepare_merge(self, merged):
        values = super()._prepare_merge(merged)
        family = self | merged
        said_twice = sum(len(item.feedback_ids) for item in family) - len(family.feedback_ids)
        return {
            **values,
            "feedback_ids": [Command.set(family.feedback_ids.ids)],
            "voice_count": values["voice_count"] - said_twice,
        }

    def _prepare_split(self, item):
        left = (self.merged_ids - item).feedback_ids
        gone = [Command.unlink(answer.id) for answer in item.feedback_ids - left]
        return {**super()._prepare_split(item), "feedback_ids": gone}

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

    def _compute_can_ask_sender(self):
        # Champions don't read answers; they may know that somebody can be asked.
        reachable_sudo = self.sudo().filtered(lambda item: item.feedback_ids.filtered("reply_digest"))
        for item in self:
            item.can_ask_sender = item.id in reachable_sudo.ids

    def action_ask_sender(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Sender"),
            "res_model": "rollout.sender.question",
            "view_mode": "form",
            "target": "new",
            "context": {"default_item_id": self.id},
        }

    def _ask_sender(self, text: str):
        """Put a question into the thread of every answer behind this item, and note it in the chatter."""
        self.ensure_one()
        self.check_access("write")
        # Whoever handles an item may ask, also without a right to read the answers.
        feedback_sudo = self.sudo().feedback_ids.filtered("reply_digest")
        if not feedback_sudo:
            raise UserError(self.env._("Nobody who wrote this can be asked."))
        today = self.program_id._get_today()
        feedback_sudo.env["rollout.reply"].create(
            [{"feedback_id": each.id, "direction": "team", "text": text, "day": today} for each in feedback_sudo]
        )
        self.message_post(body=self.env._("Asked the sender: %s", text))
