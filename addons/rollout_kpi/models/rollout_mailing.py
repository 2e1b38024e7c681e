from odoo import api, fields, models

from .rollout_kpi_tracking_alarm import ALARM_PURPOSES
from .rollout_phase_milestone import PURPOSE as MILESTONE_PURPOSE
from .rollout_program_digest import PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    purpose = fields.Selection(
        selection_add=[
            (PURPOSE, "Weekly Digest"),
            (MILESTONE_PURPOSE, "Digest after a Milestone"),
            (ALARM_PURPOSES["alarm"], "Alarm: No Improvement"),
            (ALARM_PURPOSES["missing"], "Alarm: A Value Is Missing"),
        ],
        ondelete={
            PURPOSE: "cascade",
            MILESTONE_PURPOSE: "cascade",
            ALARM_PURPOSES["alarm"]: "cascade",
            ALARM_PURPOSES["missing"]: "cascade",
        },
    )

    @api.model
    def _get_weekly_purposes(self):
        return super()._get_weekly_purposes() | {PURPOSE}

    @api.model
    def _name_periods(self, purpose, periods):
        """The period of a milestone is ``phase id:day``, that of an alarm ``tracking id:day``."""
        if purpose != MILESTONE_PURPOSE and purpose not in ALARM_PURPOSES.values():
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
