from odoo import fields, models

from .rollout_wave import PURPOSE
from .rollout_wave_invitation import REMINDER_PURPOSE


class RolloutMailing(models.Model):
    """The ledger's rows of the weekly form and its reminder."""

    _inherit = "rollout.mailing"
    _weekly_purposes = frozenset({PURPOSE, REMINDER_PURPOSE})

    purpose = fields.Selection(
        selection_add=[
            (PURPOSE, "Weekly Form"),
            (REMINDER_PURPOSE, "Reminder of the Weekly Form"),
        ],
        ondelete={
            PURPOSE: "cascade",
            REMINDER_PURPOSE: "cascade",
        },
    )

    def _forget(self):
        # How many were invited stays with the week.
        self.env["rollout.wave"]._keep_invited_counts(self)
        return super()._forget()

    def _mark_unreached(self, state, cause, words=None):
        result = super()._mark_unreached(state, cause, words)
        self.env["rollout.wave"]._correct_response_rates(self)
        return result

    # How this addon's mails are made anew, as long as they make sense.

    def _get_maker(self):
        find_maker = {
            PURPOSE: self._get_invitation_maker,
            REMINDER_PURPOSE: self._get_reminder_maker,
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
