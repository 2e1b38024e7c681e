from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    MADE = ("rollout.mailing", "rollout.win", "rollout.phase")

    def test_what_somebody_works_at_is_no_unfinished_job(self):
        with self._transaction() as env:
            program = env["rollout.program"].browse(self.ids["program"])
            win = env["rollout.win"].create({"name": "Done", "program_id": program.id})
            self.patch(type(program), "_get_due_week", lambda *_args: "2026-W47")
            self.patch(type(win), "_get_mail_domain", lambda _wins, program, _week: [("program_id", "=", program.id)])
        self._assert_unfinished_by_others("rollout_win.ir_cron_send_wins", ("rollout.program",), 4)
