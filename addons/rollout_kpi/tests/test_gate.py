from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GO_LIVE, KpiCase


@tagged("post_install", "-at_install")
class TestGate(KpiCase):
    def _check(self, phase=None):
        checks = (phase or self.phase).gate_check_ids
        checks.invalidate_recordset(["state", "detail"])
        return checks.filtered(lambda check: check.kind == "baseline")

    def test_states(self):
        check = self._check()
        self.assertEqual((check.state, check.detail), ("missing", "No KPI has been chosen yet."))
        tracking = self._track()
        self.assertEqual(self._check().state, "missing")
        self.assertIn("Month-end close (0 of 3 points)", self._check().detail)
        self._enter_baseline(tracking, (11, 10))
        self.assertEqual(self._check().state, "fail")
        self._enter_baseline(tracking, (12,))
        self.assertEqual(self._check().state, "pass")
        self._track(self.probe)
        self.assertEqual(self._check().state, "fail")

    def test_the_gate_waits_for_the_baseline(self):
        tracking = self._track()
        self._open_gate()
        with self.assertRaisesRegex(UserError, "Month-end close"):
            self.phase.with_user(self.lead).action_mark_ready()
        self._enter_baseline(tracking)
        self._go_live()
        self.assertEqual(self.phase.go_live_date, GO_LIVE)
        self.assertTrue(tracking.baseline_locked_on)

    def test_everybody_gets_the_same_answer(self):
        self._enter_baseline(self._track())
        for user in (self.champion, self.sponsor):
            self.env.invalidate_all()
            self.assertEqual(self._check().with_user(user).state, "pass")

    def test_phases_that_exist_already_are_asked_too(self):
        self._check().unlink()
        self.env["rollout.phase"].search([])._add_missing_gate_checks()
        self.assertEqual(len(self._check()), 1)

    def test_queries_do_not_grow_with_the_phases(self):
        def measured(count):
            phases = self.env["rollout.phase"]
            for number in range(count):
                phase = self._new_phase(self._new_department(f"D{count}-{number}"))
                self._enter_baseline(self._track(phase=phase))
                phases |= phase
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answers = self.env["rollout.gate.check"]._evaluate_baseline(phases)
            self.assertEqual({state for state, _detail in answers.values()}, {"pass"})
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(12), measured(2))
