from odoo import fields, models

from odoo.addons.rollout_phase.models.rollout_mailing_gc import KEEP

from .rollout_log_comment_mail import PURPOSE as COMMENT_PURPOSE
from .rollout_review_minutes import AGENDA_PURPOSE, MINUTES_PURPOSE
from .rollout_wave import PURPOSE
from .rollout_wave_reminder import REMINDER_PURPOSE


class RolloutMailing(models.Model):
    """How this addon's mails are made anew, as long as they make sense."""

    _inherit = "rollout.mailing"

    def _get_maker(self):
        find_maker = {
            PURPOSE: self._get_invitation_maker,
            REMINDER_PURPOSE: self._get_reminder_maker,
            AGENDA_PURPOSE: self._get_review_maker,
            MINUTES_PURPOSE: self._get_review_maker,
            COMMENT_PURPOSE: self._get_comment_maker,
        }.get(self.purpose)
        return find_maker() if find_maker else super()._get_maker()

    def _get_open_wave(self):
        return self.program_id.wave_ids.filtered(
            lambda wave: wave.week == self.period and wave.state == "open" and wave.date_to > fields.Datetime.now()
        )

    def _get_invitation_maker(self):
        wave = self._get_open_wave()
        if not wave or not wave.program_id.feedback_enabled:
            return None

        def make(ids):
            # The link of a mail that came back has reached nobody; the new one is as good as any.
            pending = wave._get_pending(wave.program_id)
            wave._invite_batch({id_: department for id_, department in pending.items() if id_ in ids})

        return make

    def _get_reminder_maker(self):
        wave = self._get_open_wave()
        return (lambda _ids: self._exhaust(wave._remind_batch)) if wave and wave.program_id._is_reminder_due() else None

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
