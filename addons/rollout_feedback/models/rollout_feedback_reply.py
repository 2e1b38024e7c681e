from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.link_token import digest


class RolloutFeedback(models.Model):
    """The thread between the team and whoever wrote an answer: nobody knows who that is."""

    _inherit = "rollout.feedback"

    reply_digest = fields.Char(
        index="btree_not_null",
        copy=False,
        groups=fields.NO_ACCESS,
        help="The digest of the secret link that its sender got.",
    )
    reply_ids = fields.One2many("rollout.reply", "feedback_id", "Thread")

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

    def _forget_replies(self):
        """Delete what the senders of ``self`` replied, and its copies in the log's discussions."""
        items = self.env["rollout.log.item"].with_context(active_test=False)
        replied = self.filtered(lambda feedback: "sender" in feedback.reply_ids.mapped("direction"))
        for feedback in replied:
            # Replies are the system's; the caller has checked who asks, if anybody does.
            replies_sudo = feedback.sudo().reply_ids.filtered(lambda reply: reply.direction == "sender")
            items.search([("feedback_ids", "in", feedback.ids)])._forget_traces(replies_sudo.mapped("text"))
            replies_sudo.unlink()

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


class RolloutSealedAnswer(models.Model):
    _inherit = "rollout.sealed.answer"

    _reply_digest_index = models.Index("((payload ->> 'reply_digest'))")

    @api.model
    def _has_reply_digest(self, reply_digest: str) -> bool:
        """Tell whether an answer with this digest still waits for the end of its week."""
        return bool(
            self.env.execute_query(
                SQL("SELECT 1 FROM rollout_sealed_answer WHERE payload ->> 'reply_digest' = %s LIMIT 1", reply_digest)
            )
        )
