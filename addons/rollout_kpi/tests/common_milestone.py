from datetime import timedelta

from freezegun import freeze_time

from .common import GO_LIVE, noon
from .common_digest import KpiDigestCase


class MilestoneCase(KpiDigestCase):
    """A phase gone live with a KPI that is entered and one that is measured, and the mails of its milestones."""

    def setUp(self):
        super().setUp()
        self.tracking = self._track()
        self.measured = self._track(self.probe)
        self._enter_baseline(self.tracking)
        self.measured.action_measure_baseline()
        self._go_live()

    def _tell(self, day, hours=0):
        moment = noon(GO_LIVE + timedelta(days=day)) + timedelta(hours=hours)
        self._run(moment, "rollout_kpi.ir_cron_take_readings")
        self._run(moment, "rollout_kpi.ir_cron_tell_milestones")
        return self.env["mail.mail"].search([("rollout_mailing_id.purpose", "=", "rollout_kpi.milestone")])

    def _enter(self, day, value=5):
        with freeze_time(noon(GO_LIVE + timedelta(days=day))):
            self.lead_env["rollout.kpi.reading"].create(
                {
                    "tracking_id": self.tracking.id,
                    "role": "milestone",
                    "milestone_day": day,
                    "date_to": GO_LIVE,
                    "value": value,
                    "method": "From the checklist",
                }
            )
