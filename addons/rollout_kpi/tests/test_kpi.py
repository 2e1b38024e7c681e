from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestKpi(KpiCase):
    def test_enough_data_follows_from_the_source(self):
        self.assertEqual(self.kpi.min_count, 1)
        self.assertEqual(self.probe.min_count, 5)

    def test_meaning_stays_once_there_are_readings(self):
        kpi = self.kpi.with_user(self.lead)
        tracking = self._track()
        kpi.threshold = 20
        self._enter_baseline(tracking)
        for values in ({"threshold": 5}, {"direction": "higher"}, {"source": "probe"}):
            with self.assertRaisesRegex(UserError, "Duplicate"):
                kpi.write(values)
        kpi.write({"name": "Closing", "threshold": 20, "description": "Since the last day"})
        copy = kpi.copy()
        self.assertEqual(copy.name, "Closing (copy)")
        copy.threshold = 5

    def test_hidden_readings_count_too(self):
        tracking = self._track()
        self._enter_baseline(tracking)
        with self.assertRaisesRegex(UserError, "Duplicate"):
            self.kpi.with_user(self.stranger).threshold = 5

    def test_a_kpi_in_use_is_kept(self):
        self._track()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.kpi.with_user(self.lead).unlink()
        self.probe.with_user(self.lead).unlink()
