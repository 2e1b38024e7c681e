"""From each check that doesn't pass, one click leads to what mends it."""

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase
from .common_gate import GateFixCase


@tagged("post_install", "-at_install")
class TestGateFix(GateFixCase, RolloutCase):
    def test_every_check_of_a_new_phase(self):
        checks = self.phase.gate_check_ids.with_user(self.lead)
        failing = checks.filtered(lambda check: check.state != "pass")
        self.assertGreaterEqual(len(failing), 5)
        for check in failing:
            with self.subTest(check=check.kind):
                self.assertTrue(check.can_fix)
                self._open(check, self.lead)
                self._open(check, self.champion)

    def test_every_kind_has_a_way(self):
        model = self.env["rollout.gate.check"]
        kinds = [kind for kind, _label in model._fields["kind"].selection]
        self.assertFalse([kind for kind in kinds if not hasattr(model, f"_fix_{kind}")])
        self.assertFalse([kind for kind in kinds if kind != "manual" and not hasattr(model, f"_evaluate_{kind}")])

    def test_a_kind_without_a_way(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "champions").with_user(self.lead)
        self.env.cr.execute("UPDATE rollout_gate_check SET kind = 'probe' WHERE id = %s", [check.id])
        check.invalidate_recordset()
        self.assertEqual((check.state, check.can_fix), ("missing", False))
        with self.assertRaisesRegex(UserError, "Nothing is to be opened"):
            check.action_fix()

    def test_exit_criteria(self):
        self.phase.go_live_date = self.program._get_today()
        self.phase.stage_id = self.phase._get_stage("live")
        for check in self.phase.exit_check_ids.filtered(lambda check: check.state != "pass"):
            with self.subTest(check=check.kind):
                self.assertTrue(check.can_fix)
                self._open(check, self.lead)
        self.assertFalse(any(self.phase.gate_check_ids.mapped("can_fix")), "its moment is over")

    def test_leads_to_this_phase(self):
        self._new_phase(self._new_department("Other"))
        actions = {check.kind: self._open(check, self.lead) for check in self.phase.gate_check_ids}
        own = [("phase_id", "=", self.phase.id)]
        self.assertEqual(actions["champions"]["domain"], own)
        self.assertEqual(actions["champions"]["context"]["default_phase_id"], self.phase.id)
        self.assertEqual(actions["expectations"]["res_id"], self.program.id)
        self.assertEqual(actions["timing"]["res_id"], self.phase.id)
        self.assertEqual(actions["timing"]["target"], "new")
        self.assertEqual(actions["manual"]["res_model"], "rollout.gate.check")

    def test_nothing_to_fix(self):
        self._open_gate()
        self.assertFalse(any(self.phase.gate_check_ids.filtered(lambda check: check.state == "pass").mapped("can_fix")))

    def test_who_may(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "expectations")
        self.assertTrue(check.with_user(self.sponsor).can_fix, "who signs")
        self._open(check, self.sponsor)
        champions = self.phase.gate_check_ids.filtered(lambda check: check.kind == "champions")
        self.phase.champion_ids = [(0, 0, {"employee_id": self.employees[0].id})]
        self.assertTrue(champions.with_user(self.champion).can_fix)

    def test_whole_sentences_and_no_bin_for_nothing(self):
        """The list wraps what it says, and has what its renderer needs to hide the bin."""
        arch = self.env["rollout.gate.check"].get_view(
            self.env.ref("rollout_phase.rollout_gate_check_view_list").id, "list"
        )["arch"]
        fields = {node.get("name"): node for node in etree.fromstring(arch).iter("field")}
        for name in ("display_name", "detail"):
            self.assertIn("text-wrap", fields[name].get("class"))
        self.assertLessEqual({"is_demanded", "waived_on", "can_fix"}, fields.keys())
