from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    MADE = ("rollout.mailing", "rollout.log.item", "rollout.phase")

    def test_what_somebody_works_at_is_no_unfinished_job(self):
        with self._transaction() as env:
            item = env["rollout.log.item"].create({"name": "It waits", "program_id": self.ids["program"]})
            item.open_since = fields.Datetime.now() - timedelta(days=90)
        self._assert_unfinished_by_others("rollout_log.ir_cron_log_overdue", ("rollout.log.item",), 1)
