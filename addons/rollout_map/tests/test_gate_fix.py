from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_gate import GateFixCase

from .common import MapCase

KINDS = ("workflows", "shadow_systems")


@tagged("post_install", "-at_install")
class TestGateFix(GateFixCase, MapCase):
    """From each check that doesn't pass, one click leads to what mends it."""

    def _get_checks(self):
        return self.phase.gate_check_ids.filtered(lambda check: check.kind in KINDS)

    def test_leads_to_this_phase(self):
        other = self._new_phase(self._new_department("Other"))
        self._map_work(other)
        self.assertEqual(len(self._get_checks()), len(KINDS))
        for check in self._get_checks().with_user(self.lead):
            with self.subTest(check=check.kind):
                self.assertTrue(check.can_fix)
                self._open(check, self.champion)
                action = self._open(check, self.lead)
                self.assertEqual(action["domain"], [("phase_id", "=", self.phase.id)])
                self.assertEqual(action["context"]["default_phase_id"], self.phase.id)

    def test_nothing_to_fix(self):
        self._open_gate()
        self.assertEqual(set(self._get_checks().mapped("state")), {"pass"})
        self.assertFalse(any(self._get_checks().mapped("can_fix")))
