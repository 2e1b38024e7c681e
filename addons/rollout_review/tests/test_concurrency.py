from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    MADE = ("rollout.mailing", "rollout.review", "rollout.log.item", "rollout.phase")

    def _remove_records(self):
        with self._transaction() as env:
            env["rollout.review"].search([("program_id", "=", self.ids["program"])]).event_id.unlink()
        return super()._remove_records()

    def test_what_somebody_works_at_is_no_unfinished_job(self):
        with self._transaction() as env:
            program = env["rollout.program"].browse(self.ids["program"])
            program.write({"state": "running", "partner_id": env.ref("base.main_partner").id})
            start = fields.Datetime.now() + timedelta(hours=2)
            # Of a week long past, so that the next one is still to be planned on any day of this test.
            env["rollout.review"].create({"program_id": program.id, "start": start, "week": "2020-W01"})
        for job in ("prepare_reviews", "send_agendas"):
            self._assert_unfinished_by_others(
                f"rollout_review.ir_cron_{job}", ("rollout.program", "rollout.review", "rollout.log.item"), 1
            )
