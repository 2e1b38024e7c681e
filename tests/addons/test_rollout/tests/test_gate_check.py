from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_gate import GateFixCase
from odoo.addons.rollout_phase.tests.common_queries import QueryCase

from .common import ProbeCase


@tagged("post_install", "-at_install")
class TestGateCheck(GateFixCase, QueryCase, ProbeCase):
    """A new phase asks for it, it stands in the way, and its *Fix* leads to what opens the gate."""

    def _get_check(self, phase=None):
        check = (phase or self.phase).gate_check_ids.filtered(lambda check: check.kind == "probe").ensure_one()
        check.invalidate_recordset()
        return check

    def test_from_missing_to_passed(self):
        phase = self._open_gate().with_user(self.lead)
        self.env["rollout.probe"].search([]).unlink()
        check = self._get_check()
        self.assertEqual((check.state, check.moment, check.mandatory), ("missing", "go_live", True))
        with self.assertRaisesRegex(UserError, "There is no probe yet"):
            phase.action_go_live()
        self.assertTrue(check.with_user(self.lead).can_fix)
        action = self._open(check, self.lead)
        probe = self.env[action["res_model"]].with_user(self.lead).with_context(**action["context"])
        probe = probe.create({"name": "The shelves"})
        self.assertEqual(probe.phase_id, self.phase)
        probe.action_find_bad()
        self.assertEqual((self._get_check().state, self._get_check().detail), ("fail", "0 of 1 good"))
        probe.action_find_good()
        self.assertEqual(self._get_check().state, "pass")
        phase.action_go_live()
        self.assertEqual(phase.stage_code, "live")

    def test_phases_from_before_are_asked_once_it_is_installed(self):
        # As if the phase had been made before.
        self._get_check().sudo().unlink()
        self.phase._add_missing_gate_checks()
        self.assertTrue(self._get_check())

    def test_it_costs_the_same_for_many_phases(self):
        many = self.phase
        for number in range(5):
            many |= self._new_phase(self._new_department(f"Shop {number}"))
        for phase in many:
            self._new_probe(phase_id=phase.id)
        evaluate = self.env["rollout.gate.check"]._evaluate_probe
        self.assertEqual(self._count(evaluate, many), self._count(evaluate, self.phase))
