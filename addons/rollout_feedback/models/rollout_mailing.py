from odoo import api, fields, models

from .rollout_log_comment_mail import PURPOSE as COMMENT_PURPOSE
from .rollout_review_minutes import AGENDA_PURPOSE, MINUTES_PURPOSE
from .rollout_wave import PURPOSE
from .rollout_wave_reminder import REMINDER_PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    purpose = fields.Selection(
        selection_add=[
            (PURPOSE, "Weekly Form"),
            (REMINDER_PURPOSE, "Reminder of the Weekly Form"),
            (AGENDA_PURPOSE, "Agenda of a Review"),
            (MINUTES_PURPOSE, "Minutes of a Review"),
            (COMMENT_PURPOSE, "Comment for the Partner"),
        ],
        ondelete={
            PURPOSE: "cascade",
            REMINDER_PURPOSE: "cascade",
            AGENDA_PURPOSE: "cascade",
            MINUTES_PURPOSE: "cascade",
            COMMENT_PURPOSE: "cascade",
        },
    )

    @api.model
    def _get_weekly_purposes(self):
        return super()._get_weekly_purposes() | {PURPOSE, REMINDER_PURPOSE}

    @api.model
    def _name_periods(self, purpose, periods):
        """The period of a comment is its id; it is named by the item on which it stands."""
        if purpose != COMMENT_PURPOSE:
            return super()._name_periods(purpose, periods)
        # Whoever reads that a mail has left may read what it was about.
        comments_sudo = self.env["rollout.log.comment"].sudo().browse(map(int, periods)).exists()
        item_by_period = {str(comment.id): comment.item_id.display_name for comment in comments_sudo}
        return {period: item_by_period.get(period) or self.env._("A comment that is gone") for period in periods}

    def _forget(self):
        # How many were invited stays with the week.
        self.env["rollout.wave"]._keep_invited_counts(self)
        return super()._forget()

    def _mark_unreached(self, state, cause, words=None):
        result = super()._mark_unreached(state, cause, words)
        self.env["rollout.wave"]._correct_response_rates(self)
        return result
