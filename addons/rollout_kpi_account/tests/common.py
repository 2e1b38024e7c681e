from freezegun import freeze_time

from odoo.addons.rollout_kpi.tools.measurement import Window
from odoo.addons.rollout_phase.tests.common import RolloutCase


class LockCase(RolloutCase):
    """Months that are locked when a test says so, and what the KPI makes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env.ref("rollout_kpi_account.kpi_month_end_close")

    def _lock(self, moment, name="fiscalyear_lock_date", until=None, company=None):
        with freeze_time(moment):
            (company or self.company).write({name: until})

    def _measure(self, date_from, date_to, company=None):
        window = Window("w", self.kpi.id, (company or self.company).id, "Asia/Bangkok", date_from, date_to)
        return self.env["rollout.kpi"]._measure([window])["w"]
