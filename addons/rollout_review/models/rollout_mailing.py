from odoo import api, fields, models

from odoo.addons.rollout_phase.models.rollout_mailing import KEEP

from .rollout_log_comment import COMMENT_PURPOSE
from .rollout_review import AGENDA_PURPOSE, MINUTES_PURPOSE


class RolloutMailing(models.Model):
    """Agendas, minutes and comments in the ledger, and how they are made anew as long as they make sense."""

    _inherit = "rollout.mailing"

    purpose = fields.Selection(
        selection_add=[
            (AGENDA_PURPOSE, "Agenda of a Review"),
            (MINUTES_PURPOSE, "Minutes of a Review"),
            (COMMENT_PURPOSE, "Comment for the Partner"),
        ],
        ondelete={AGENDA_PURPOSE: "cascade", MINUTES_PURPOSE: "cascade", COMMENT_PURPOSE: "cascade"},
    )

    @api.model
    def _name_periods(self, purpose, periods):
        """The period of a comment is its id; it is named by the item on which it stands."""
        if purpose != COMMENT_PURPOSE:
            return super()._name_periods(purpose, periods)
        # Whoever reads that a mail has left may read what it was about.
        comments_sudo = self.env["rollout.log.comment"].sudo().browse(map(int, periods)).exists()
        item_by_period = {str(comment.id): comment.item_id.display_name for comment in comments_sudo}
        return {period: item_by_period.get(period) or self.env._("A comment that is gone") for period in periods}

    def _get_maker(self):
        find_maker = {
            AGENDA_PURPOSE: self._get_review_maker,
            MINUTES_PURPOSE: self._get_review_maker,
            COMMENT_PURPOSE: self._get_comment_maker,
        }.get(self.purpose)
        return find_maker() if find_maker else super()._get_maker()

    def _get_review_maker(self):
        purpose, now = self.purpose, fields.Datetime.now()
        state = "planned" if purpose == AGENDA_PURPOSE else "closed"
        review = self.env["rollout.review"].search(
            [("program_id", "=", self.program_id.id), ("week", "=", self.period), ("state", "=", state)]
        )
        is_running = review and (review.start > now if purpose == AGENDA_PURPOSE else review.closed_on > now - KEEP)
        return (lambda _ids: review._queue_mails(purpose)) if is_running else None

    def _get_comment_maker(self):
        comment = self.env["rollout.log.comment"].browse(int(self.period)).exists()
        is_running = (
            comment and comment.create_date > fields.Datetime.now() - KEEP and comment.item_id.shared_with_partner
        )
        return (lambda _ids: comment._mail_to_partner()) if is_running else None
