from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestHypercare(LogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounting.write({"go_live_date": date(2026, 3, 2), "stage_id": cls.env.ref("rollout_phase.stage_live").id})

    def _check(self, kind):
        check = self.accounting.exit_check_ids.filtered(lambda check: check.kind == kind)
        check.invalidate_recordset()
        return check

    def _log(self, **values):
        return self.env["rollout.log.item"].create(
            {"name": "Invoices are stuck", "program_id": self.program.id, "phase_id": self.accounting.id, **values}
        )

    def test_ten_working_days_since_go_live(self):
        # The 2nd of March 2026 is a Monday: its second week of work ends on the 13th.
        with freeze_time("2026-03-13 05:00:00"):
            self.assertEqual(self._check("calm").state, "fail")
            self.assertIn("9 of 10", self._check("calm").detail)
        with freeze_time("2026-03-16 05:00:00"):
            self.assertEqual(self._check("calm").state, "pass")

    def test_a_critical_item_starts_the_count_anew(self):
        item = self._log(critical=True)
        with freeze_time("2026-03-16 05:00:00"):
            for phase, state in ((self.accounting, "fail"), (self.env["rollout.phase"], "fail"), (self.stock, "pass")):
                with self.subTest(phase=phase.name):
                    item.phase_id = phase
                    item.critical_on = datetime(2026, 3, 4, 18, 0)  # the 5th in Bangkok
                    self.assertEqual(self._check("calm").state, state)
            item.phase_id = self.accounting
            self.assertIn("7 of 10", self._check("calm").detail)
        with freeze_time("2026-03-19 05:00:00"):
            self.assertEqual(self._check("calm").state, "pass")

    def test_backlog_under_its_limit(self):
        self.program.hypercare_backlog_limit = 1
        self._log()
        self.assertEqual(self._check("backlog").state, "pass")
        second = self._log()
        self.assertEqual(self._check("backlog").state, "fail")
        second.phase_id = self.stock
        self.assertEqual(self._check("backlog").state, "pass")
        second.phase_id = False
        self.assertEqual(self._check("backlog").state, "fail", "it may be anybody's")
        action = self._check("backlog")._fix_backlog()
        self.assertIn(second, second.search(action["domain"]))
        second.state = "closed"
        self.assertEqual(self._check("backlog").state, "pass")

    def test_exit_is_refused_then_allowed(self):
        manual = self._check("manual")
        manual.evidence = "Closed, see the trial balance"
        manual.with_user(self.lead).action_confirm()
        phase = self.accounting.with_user(self.lead)
        with freeze_time("2026-03-13 05:00:00"), self.assertRaisesRegex(UserError, "Ten working days"):
            phase.action_mark_stable()
        self.env.invalidate_all()
        with freeze_time("2026-03-16 05:00:00"):
            phase.action_mark_stable()
        self.assertEqual(phase.stage_code, "stable")

    def test_queries_do_not_grow_with_the_phases(self):
        def count(phases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            phases.exit_check_ids.mapped("state")
            return self.env.cr.sql_log_count - before

        few = self.accounting | self.stock
        count(few)
        expected = count(few)
        live = {"go_live_date": date(2026, 3, 2), "stage_id": self.accounting.stage_id.id}
        many = few
        for number in range(8):
            phase = self._launch_department(f"Department {number}", 1)
            phase.write(live)
            many |= phase
        self.assertEqual(count(many), expected)
