from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestGate(RolloutCase):
    def _check(self, kind):
        return self.phase.gate_check_ids.filtered(lambda check: check.kind == kind)

    def test_new_phase_has_computed_and_manual_checks(self):
        self.assertEqual(len(self._check("champions")), 1)
        self.assertGreaterEqual(len(self._check("manual")), 1)
        self.assertFalse(self.phase.gate_open)

    def test_champions_check_follows_the_records(self):
        check = self._check("champions")
        self.assertEqual(check.state, "missing")
        champions = self.env["rollout.champion"].create(
            [{"phase_id": self.phase.id, "employee_id": e.id} for e in self.employees[:2]]
        )
        check.invalidate_recordset()
        self.assertEqual(check.state, "pass")
        self.employees[1].active = False
        check.invalidate_recordset()
        self.assertEqual(check.state, "fail", "somebody who left is no champion")
        self.employees[1].active = True
        champions[0].unlink()
        check.invalidate_recordset()
        self.assertEqual(check.state, "fail")
        self.assertIn("1", check.detail)

    def test_one_champion_for_fifteen_people(self):
        self.env["hr.employee"].create(
            [
                {
                    "name": f"Clerk {n}",
                    "company_id": self.company.id,
                    "department_id": self.department.id,
                }
                for n in range(27)
            ]
        )
        self._open_gate()
        self.phase.invalidate_recordset()
        check = self._check("champions")
        self.assertEqual(self.phase.staff_count, 31)
        self.assertEqual(check.state, "fail", "31 people need 3 champions")
        self.program.staff_per_champion = 16
        check.invalidate_recordset()
        self.assertEqual(check.state, "pass")

    def test_computed_checks_are_named_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_phase")._update_translations(["th_TH"])
        computed, manual = self._check("champions"), self._check("manual")[0]
        self.assertEqual(computed.with_context(lang="en_US").display_name, "Champions are named")
        thai = computed.with_context(lang="th_TH")
        self.assertNotIn("Champions", thai.display_name)
        self.assertIn(thai.display_name, thai._get_findings())
        self.assertEqual(manual.with_context(lang="th_TH").display_name, manual.name)

    def test_manual_check_needs_evidence(self):
        check = self._check("manual")[0].with_user(self.lead)
        with self.assertRaisesRegex(UserError, "Write down what shows"):
            check.action_confirm()
        check.evidence = "Counted on Friday"
        check.action_confirm()
        self.assertEqual(check.state, "pass")
        self.assertEqual(check.confirmed_by_id, self.lead)

    def test_other_evidence_voids_the_confirmation(self):
        check = self._check("manual")[0].with_user(self.lead)
        check.evidence = "Counted on Friday"
        check.action_confirm()
        check.evidence = "Counted on Friday"
        self.assertEqual(check.state, "pass", "nothing has changed")
        check.evidence = "Will be counted on Monday"
        self.assertEqual(check.state, "missing")
        self.assertFalse(check.confirmed_by_id)

    def test_confirmation_can_not_be_forged(self):
        check = self._check("manual")[0].with_user(self.lead)
        with self.assertRaises(UserError):
            check.write({"confirmed_by_id": self.sponsor.id, "confirmed_on": "2026-01-01"})
        with self.assertRaises(UserError):
            check.create({"phase_id": self.phase.id, "name": "x", "confirmed_on": "2026-01-01 00:00:00"})
        with self.assertRaises(UserError):
            check.kind = "champions"
        with self.assertRaises(UserError):
            check.phase_id = self._new_phase(self._new_department("Inventory"))
        with self.assertRaises(UserError):
            check.with_context(default_confirmed_on="2026-01-01 00:00:00").create(
                {"phase_id": self.phase.id, "name": "x"}
            )

    def test_computed_check_can_not_be_ticked(self):
        check = self._check("champions").with_user(self.lead)
        with self.assertRaises(UserError):
            check.action_confirm()

    def test_go_live_is_refused_with_the_reasons(self):
        for action in ("action_go_live", "action_mark_ready"):
            with self.assertRaisesRegex(UserError, "Champions are named: 0 of 2"):
                getattr(self.phase.with_user(self.lead), action)()
        self.assertEqual(self.phase.stage_code, "preparing")
        self.assertFalse(self.phase.go_live_date)

    def test_who_may_see_no_check_reads_the_same_answer(self):
        names = ("gate_check_ids", "exit_check_ids", "gate_open", "gate_total", "exit_open", "exit_total")
        answers = []
        for user in (self.lead, self.staff):
            self.env.invalidate_all()
            [values] = self.phase.with_user(user).web_read({name: {} for name in names})
            answers.append([values[name] for name in names[2:]])
            self.assertEqual(bool(values["gate_check_ids"]), user == self.lead)
        self.assertEqual(*answers)
        self.assertFalse(answers[1][0])

    def test_advisory_check_does_not_hold_up(self):
        self._open_gate()
        self.phase.gate_check_ids = [(0, 0, {"name": "Cake is ordered", "mandatory": False})]
        self.assertTrue(self.phase.gate_open)
        self.phase.with_user(self.lead).action_go_live()
        self.assertEqual(self.phase.stage_code, "live")

    def test_champion_answers_only_for_own_phase(self):
        other = self._new_phase(self._new_department("Inventory"))
        self._open_gate()
        check = self._check("manual")[0].with_user(self.champion)
        check.evidence = "Seen"
        check.action_confirm()
        with self.assertRaises(AccessError):
            other.gate_check_ids.with_user(self.champion)[1].evidence = "Seen"

    def test_dropping_a_mandatory_check_is_the_leads_and_stays_on_record(self):
        self._open_gate()
        self.phase.gate_check_ids = [(0, 0, {"name": name}) for name in ("The tills are connected", "Cake is ordered")]
        added = self.phase.gate_check_ids.filtered(lambda check: not check.is_demanded and check.kind == "manual")
        check, other = added[:2]
        for values in ({"mandatory": False}, {"name": "Something easier"}):
            with self.assertRaises(AccessError):
                check.with_user(self.champion).write(values)
        check.with_user(self.lead).mandatory = False
        self.assertIn("No longer mandatory", self.phase.message_ids[0].body)
        self.assertIn(check.name, self.phase.message_ids[0].body)
        name = other.name
        other.with_user(self.lead).unlink()
        self.assertIn("Removed from the gate", self.phase.message_ids[0].body)
        self.assertIn(name, self.phase.message_ids[0].body)

    def test_computing_all_gates_is_one_statement_per_kind(self):
        def queries(phases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            phases.mapped("gate_open")
            phases.gate_check_ids.mapped("state")
            return self.env.cr.sql_log_count - before

        few = self.phase | self._new_phase(self._new_department("Dep"))
        queries(few)  # warms what is cached once
        few_queries = queries(few)
        many = few
        for number in range(20):
            many |= self._new_phase(self._new_department(f"Dep {number}"))
        self.assertEqual(queries(many), few_queries)
