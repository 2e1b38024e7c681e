from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command

from odoo.addons.rollout_digest.tests.common import GO_LIVE, LiveCase, noon
from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_map.tests.common import MapCase


class KpiCase(LiveCase, MapCase):
    """The program of the phase's tests, with a KPI entered by hand and one from a source.

    The source ``probe`` answers with what ``answer`` returns for a window; it stands for the
    sources that other addons add.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead_env = cls.env(user=cls.lead)
        # What has no other company is of the launching one.
        cls.env.user.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        cls.kpi = cls.env["rollout.kpi"].create({"name": "Month-end close", "unit": "days"})
        field = cls.env["rollout.kpi"]._fields["source"]
        cls.classPatch(field, "_selection", {**field._selection, "probe": "Probe"})
        cls.asked = []
        for name, method in (
            ("_measure_probe", lambda _model, windows: cls._measure_probe(windows)),
            ("_describe_probe", lambda _model, facts: facts.get("method", "Probed")),
        ):
            patcher = patch.object(cls.registry["rollout.kpi"], name, method, create=True)
            patcher.start()
            cls.addClassCleanup(patcher.stop)
        cls.probe = cls.env["rollout.kpi"].create({"name": "Order to ship", "unit": "days", "source": "probe"})

    def setUp(self):
        super().setUp()
        self.asked.clear()
        type(self).answer = staticmethod(lambda window: Measurement(4.0, 12))

    @classmethod
    def _measure_probe(cls, windows):
        cls.asked.append(list(windows))
        return {window.key: cls.answer(window) for window in windows}

    @classmethod
    def _track(cls, kpi=None, phase=None):
        return cls.env["rollout.kpi.tracking"].create(
            {"kpi_id": (kpi or cls.kpi).id, "phase_id": (phase or cls.phase).id}
        )

    def _enter_baseline(self, tracking, values=(11, 11, 11), until=GO_LIVE):
        """Enter points as the lead, the last one ending on ``until``."""
        return self.lead_env["rollout.kpi.reading"].create(
            [
                {
                    "tracking_id": tracking.id,
                    "date_to": until - timedelta(days=30 * back),
                    "value": value,
                    "method": "From the checklist",
                }
                for back, value in enumerate(values)
            ]
        )

    def _run_readings(self, day, hours=0):
        with freeze_time(noon(day) + timedelta(hours=hours)):
            self._run_cron("rollout_kpi.ir_cron_take_readings")

    def _milestones(self, tracking):
        return {reading.milestone_day: reading for reading in tracking.milestone_ids.sorted("milestone_day")}
