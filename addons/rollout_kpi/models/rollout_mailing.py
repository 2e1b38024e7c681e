from datetime import timedelta

from odoo import api, fields, models

from .rollout_kpi_tracking import ALARM_KINDS, ALARM_PURPOSES
from .rollout_phase import LOOK_BACK, MILESTONE_PURPOSE


class RolloutMailing(models.Model):
    """The mails of milestones and alarms: what their periods are called, and how they are made anew."""

    _inherit = "rollout.mailing"

    purpose = fields.Selection(
        selection_add=[
            (MILESTONE_PURPOSE, "Digest after a Milestone"),
            (ALARM_PURPOSES["alarm"], "Alarm: No Improvement"),
            (ALARM_PURPOSES["missing"], "Alarm: A Value Is Missing"),
        ],
        ondelete={
            MILESTONE_PURPOSE: "cascade",
            ALARM_PURPOSES["alarm"]: "cascade",
            ALARM_PURPOSES["missing"]: "cascade",
        },
    )

    @api.model
    def _name_periods(self, purpose, periods):
        """The period of a milestone is ``phase id:day``, that of an alarm ``tracking id:day``."""
        if purpose != MILESTONE_PURPOSE and purpose not in ALARM_KINDS:
            return super()._name_periods(purpose, periods)
        model = "rollout.phase" if purpose == MILESTONE_PURPOSE else "rollout.kpi.tracking"
        day_by_period = {period: [int(part) for part in period.split(":")] for period in periods}
        # Whoever reads that a mail has left may read what it was about.
        subjects_sudo = self.env[model].sudo().browse({id_ for id_, _day in day_by_period.values()}).exists()
        name_by_id = {subject.id: subject.display_name for subject in subjects_sudo}
        return {
            period: self.env._("%(subject)s, day %(day)s", subject=name_by_id[id_], day=day)
            if id_ in name_by_id
            else self.env._("Day %s", day)
            for period, (id_, day) in day_by_period.items()
        }

    def _get_maker(self):
        if self.purpose == MILESTONE_PURPOSE:
            return self._get_milestone_maker()
        if self.purpose in ALARM_KINDS:
            return self._get_alarm_maker()
        return super()._get_maker()

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
