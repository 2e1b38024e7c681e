from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tools.measurement import Window

from .common import ProbeCase


@tagged("post_install", "-at_install")
class TestKpiSource(ProbeCase):
    """A source measures any number of windows in one statement; where it fails, the others still have their answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env.ref("test_rollout.kpi_probe")

    def _probe(self, moment, minutes, finding="good"):
        with freeze_time(moment):
            getattr(self._new_probe(minutes=minutes), f"action_find_{finding}")()

    def _get_window(self, key, kpi, month):
        start, end = date(2026, month, 1), date(2026, month + 1, 1)
        return Window(key, kpi.id, self.company.id, "Asia/Bangkok", start, end)

    def _measure(self, *months):
        return self.env["rollout.kpi"]._measure([self._get_window(month, self.kpi, month) for month in months])

    def test_many_windows_at_once(self):
        self._probe("2026-01-15 03:00:00", 10)
        self._probe("2026-01-16 03:00:00", 30, "bad")
        # The first of February has begun in Bangkok.
        self._probe("2026-01-31 17:00:00", 60)
        answers = self._measure(1, 2, 3)
        self.assertEqual((answers[1].value, answers[1].count, answers[1].facts), (4.0, 2, {"bad": 1}))
        self.assertEqual(answers[1].method, "Probes that an hour holds; of these are bad: 1")
        # The KPI wants two of them, and in March there is none.
        self.assertEqual([answers[month].state for month in (1, 2, 3)], ["ok", "too_few", "too_few"])

    @mute_logger("odoo.sql_db")
    def test_a_failure_is_its_own_window_s(self):
        self._probe("2026-01-15 03:00:00", 10)
        self._probe("2026-01-16 03:00:00", 30)
        self._probe("2026-02-15 03:00:00", 0)
        answers = self._measure(1, 2)
        self.assertEqual(answers[1].value, 4.0)
        self.assertIn("division by zero", answers[2].error)

    @mute_logger("odoo.sql_db")
    def test_a_failure_is_its_own_kpi_s(self):
        self._probe("2026-01-15 03:00:00", 0)
        other = self.env["rollout.kpi"].create(
            {
                "name": "Phases",
                "source": "records",
                "record_model": "rollout.phase",
                "date_field": "create_date",
                "measure": "count",
                "min_count": 0,
                "company_id": self.company.id,
            }
        )
        windows = [self._get_window(kpi.id, kpi, 1) for kpi in (self.kpi, other)]
        answers = self.env["rollout.kpi"]._measure(windows)
        self.assertIn("division by zero", answers[self.kpi.id].error)
        self.assertEqual((answers[other.id].error, answers[other.id].value), (None, 0))
