from datetime import timedelta

from odoo import models

from odoo.addons.rollout_phase.tools.week import iso_week

from .rollout_phase_milestone import LOOK_BACK
from .rollout_phase_milestone import PURPOSE as MILESTONE_PURPOSE
from .rollout_program_digest import PURPOSE
from .rollout_program_undelivered import ALARM_KINDS


class RolloutMailing(models.Model):
    """How this addon's mails are made anew, as long as they make sense."""

    _inherit = "rollout.mailing"

    def _get_maker(self):
        if self.purpose == PURPOSE:
            return self._get_digest_maker()
        if self.purpose == MILESTONE_PURPOSE:
            return self._get_milestone_maker()
        if self.purpose in ALARM_KINDS:
            return self._get_alarm_maker()
        return super()._get_maker()

    def _get_digest_maker(self):
        program, week, model = self.program_id, self.period, self.res_model
        if program.state not in ("planned", "running") or week != iso_week(program._get_today()):
            return None
        return lambda ids: program._send_digests_again(week, model, ids)

    def _split_period(self, model):
        """Return the record of ``model`` that the period names, and the day."""
        record_id, _colon, day = self.period.partition(":")
        return self.env[model].browse(int(record_id)).exists(), int(day)

    def _get_milestone_maker(self):
        phase, day = self._split_period("rollout.phase")
        is_running = (
            phase.go_live_date
            and phase.stage_code != "cancelled"
            and phase.go_live_date + timedelta(days=day) > self.program_id._get_today() - LOOK_BACK
        )
        program = self.program_id
        return (
            (lambda _ids: phase._queue_milestone(day, program._get_milestone_readers()[program]))
            if is_running
            else None
        )

    def _get_alarm_maker(self):
        tracking, day = self._split_period("rollout.kpi.tracking")
        kind = ALARM_KINDS[self.purpose]
        if not tracking or tracking._get_open_alarms().get(kind) != day:
            return None
        return lambda _ids: tracking._queue_alarm(kind, day)
