from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_log.models.rollout_log_item import KINDS

from ..tools.link_token import digest

WAVES_PER_BATCH = 20


class RolloutFeedback(models.Model):
    """What a person answered in the weekly form, released when the week was over.

    Made by the release alone, in a random order; no user may change it.
    """

    _name = "rollout.feedback"
    _description = "Rollout Answer"
    _inherit = ["rollout.calendar.mixin"]
    _order = "week desc, id"
    _rec_name = "week"
    _is_personal = True

    wave_id = fields.Many2one("rollout.wave", "Weekly Form", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="wave_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="wave_id.company_id", store=True, index=True)
    week = IsoWeek(related="wave_id.week", store=True)
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        ondelete="set null",
        help="Known only where enough people answered.",
    )
    mood = fields.Integer(aggregator="avg", help="From 1, very bad, to 5, very good.")
    workload = fields.Integer(aggregator="avg", help="From 1, very light, to 5, too much.")
    control = fields.Integer(
        "Control over Own Work", aggregator="avg", help="How much people could decide: from 1, none of it, to 5, all."
    )
    upstream = fields.Integer(
        "Quality of Work Received",
        aggregator="avg",
        help="How often it was right and complete: from 1, never, to 5, always.",
    )
    manual_hours = fields.Float(
        aggregator="avg",
        help="Hours in the week for typing things twice or by hand.",
    )
    has_manual_hours = fields.Boolean("Hours Answered", readonly=True)
    kind = fields.Selection(KINDS)
    comment = fields.Text()
    sender_name = fields.Char("Name", help="Only if the person chose to give it.")
    reply_digest = fields.Char(
        "Hash of the Reply Link",
        index="btree_not_null",
        copy=False,
        groups=fields.NO_ACCESS,
        help="The hash of the secret link that its sender got.",
    )
    reply_ids = fields.One2many("rollout.reply", "feedback_id", "Questions and Replies")

    @api.model
    def _release(self, wave, answers: list[dict]):
        """Create the answers of a wave, in the given order.

        What nobody answered is left out of the values and so becomes NULL, which no average
        counts; False or None would become 0.

        :param answers: as ``released`` by ``tools/release.py``
        """
        return self.create(
            [{**answer, "wave_id": wave.id, "has_manual_hours": "manual_hours" in answer} for answer in answers]
        )

    # The thread between the team and whoever wrote an answer: nobody knows who that is.

    @api.model
    def _find_by_secret(self, secret: str):
        """Return the released answer of a secret link, if there is one.

        The caller may read nothing; the secret is the key to this one answer.
        """
        return self.sudo().search([("reply_digest", "=", digest(secret))], limit=1) if secret else self.sudo().browse()

    @api.model
    def _get_thread(self, secret: str) -> dict | None:
        """Return what a secret link shows, or None if it opens nothing (any more).

        ``sealed`` tells that the answer isn't opened yet; ``items`` are what became of it (``state``,
        ``said``, ``did``), ``messages`` what was written (``direction``, ``text``, ``day``),
        ``waiting`` the number of replies that haven't reached the team yet.
        """
        feedback_sudo = self._find_by_secret(secret)
        if not feedback_sudo:
            sealed = self.env["rollout.sealed.answer"]._has_reply_digest(digest(secret))
            return {"sealed": True, "items": [], "messages": [], "waiting": 0} if sealed else None
        # The secret opens this answer's outcome to whoever holds it: the team's words, and counts.
        items_sudo = (
            self.env["rollout.log.item"]
            .sudo()
            .with_context(active_test=False)
            .search([("feedback_ids", "in", feedback_sudo.ids)])
        )
        states = dict(items_sudo._fields["state"]._description_selection(self.env))
        return {
            "sealed": False,
            "items": [
                {
                    "state": states[item.state],
                    "said": item._is_public() and item.public_summary,
                    "did": item._is_public() and item.public_answer,
                }
                for item in items_sudo
            ],
            "messages": [
                {"direction": reply.direction, "text": reply.text, "day": reply.day}
                for reply in feedback_sudo.reply_ids
            ],
            "waiting": self.env["rollout.sealed.reply"].sudo().search_count([("feedback_id", "=", feedback_sudo.id)]),
        }

    @api.model
    def _describe_reply_error(self, error: str) -> str:
        sentences = {
            "blank": self.env._("Nothing is written yet."),
            "long": self.env._("This text is too long. Please shorten it a little."),
            "full": self.env._(
                "Several of your replies are still on their way. Please send this one when the team "
                "has got them: tomorrow or a little later."
            ),
            "stale": self.env._(
                "This page has been open for a long time. What you typed is still here: please "
                "check it and send it again."
            ),
            "sealed": self.env._("Your answer isn't opened yet. Please write when its week is over."),
            # The page of a wrong link is shown, without a word about it.
            "wrong": "",
        }
        return sentences[error]

    def _forget_replies(self):
        """Delete what the senders of ``self`` replied, and its copies in the log's discussions."""
        items = self.env["rollout.log.item"].with_context(active_test=False)
        replied = self.filtered(lambda feedback: "sender" in feedback.reply_ids.mapped("direction"))
        for feedback in replied:
            # Replies are the system's; the caller has checked who asks, if anybody does.
            replies_sudo = feedback.sudo().reply_ids.filtered(lambda reply: reply.direction == "sender")
            items.search([("feedback_ids", "in", feedback.ids)])._forget_traces(replies_sudo.mapped("text"))
            replies_sudo.unlink()

    # Retention: answers go after their time; what they add up to stays.

    @api.autovacuum
    def _gc_answers(self):
        """Delete the answers of some weeks out of their time, with their totals written before.

        The words in log items go first, as long as it is known which answers they are from.

        :return: how many weeks went, and how many are left to go
        """
        self.env["rollout.log.item"]._erase_expired_words()
        domain = self.env["rollout.program"]._get_expired_feedback_domain("date_to")
        domain &= Domain("state", "=", "released") & Domain("feedback_ids", "!=", False)
        waves = self.env["rollout.wave"].search(domain, order="date_to, id", limit=WAVES_PER_BATCH)
        waves._keep_totals()
        waves.feedback_ids._forget_replies()
        waves.feedback_ids.unlink()
        return len(waves), self.env["rollout.wave"].search_count(domain)
