from contextlib import closing

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestBadInput(RolloutCase, HttpCase):
    """What people get wrong, and what happens around them: a clear sentence, and nothing lost."""

    def _call(self, user, model, method, *args, lang="en_US"):
        """Call as the web client does; return what the person reads if it is refused."""
        user.lang = lang
        self.authenticate(user.login, user.login)
        params = {"model": model, "method": method, "args": args, "kwargs": {"context": {"lang": lang}}}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
        return answer.get("error", {}).get("data", {}).get("message")

    def test_a_department_twice_in_one_program(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_phase")._update_translations(["th_TH"])
        values = {"program_id": self.program.id, "department_id": self.department.id}
        for lang, words in (("en_US", "already has a phase in this program"), ("th_TH", "แผนก")):
            with self.subTest(lang=lang), mute_logger("odoo.sql_db", "odoo.http"):
                self.assertIn(words, self._call(self.lead, "rollout.phase", "create", [values], lang=lang))
        self.assertEqual(self.program.phase_ids, self.phase)

    def test_a_refusal_in_thai(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_phase")._update_translations(["th_TH"])
        with self.assertRaises(UserError) as caught:
            self.phase.with_user(self.lead).with_context(lang="th_TH").action_go_live()
        self.assertRegex(str(caught.exception), "[ก-๙]{5}")
        self.assertNotIn("gate", str(caught.exception))

    def test_days_in_the_wrong_order(self):
        self.phase.write({"sequence": 10, "planned_go_live": "2026-06-15"})
        second = self._new_phase(self._new_department("Inventory"), sequence=20, planned_go_live="2026-03-16")
        self.assertIn("Accounting has its turn first", second.timing_warnings)
        self.assertFalse(self.phase.timing_warnings)
        check = second.gate_check_ids.filtered(lambda check: check.kind == "timing")
        self.assertEqual(check.state, "fail")
        for mend, undo in (
            (lambda: second.write({"planned_go_live": "2026-08-17"}), {"planned_go_live": "2026-03-16"}),
            (lambda: second.write({"sequence": 5}), {"sequence": 20}),
            (lambda: self.program.write({"order_rule": "off"}), {}),
        ):
            mend()
            self.assertFalse(second.timing_warnings)
            second.write(undo)

    def test_an_archived_employee_is_no_champion_and_stays_named(self):
        self._open_gate()
        gone = self.phase.champion_ids[1]
        gone.employee_id.active = False
        self.env.invalidate_all()
        self.assertFalse(self.phase.gate_open)
        self.assertTrue(gone.exists())
        with self.assertRaisesRegex(UserError, "1 of 2 champions"):
            self.phase.with_user(self.lead).action_go_live()

    def test_a_sponsor_who_loses_access(self):
        def archive(user):
            user.active = False

        def leave(user):
            user.write({"company_id": self.other_company.id, "company_ids": [Command.set(self.other_company.ids)]})

        def become_portal(user):
            user.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]

        for lose in (archive, leave, become_portal):
            with self.subTest(lose=lose.__name__), closing(self.env.cr.savepoint()):
                self._open_gate()
                signature = self.program.signature_id
                lose(self.sponsor)
                self.env.flush_all()
                self.env.invalidate_all()
                check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "expectations")
                self.assertEqual(check.state, "missing")
                self.assertIn("no sponsor who can sign in", check.detail)
                with self.assertRaises(UserError):
                    self.phase.with_user(self.lead).action_go_live()
                if lose is not archive:
                    with self.assertRaises(AccessError):
                        wizard = self.env["rollout.gate.override.wizard"].with_user(self.sponsor)
                        wizard.create({"phase_id": self.phase.id, "reason": "We must"}).action_override()
                self.assertTrue(signature.exists(), "nothing is lost")
                self.program.with_user(self.lead).sponsor_id = self.staff
                self.assertEqual(self.program.sponsor_id, self.staff, "the lead names another")

    def test_a_phase_goes_live_once(self):
        self._open_gate()
        self.assertFalse(self._call(self.lead, "rollout.phase", "action_go_live", [self.phase.id]))
        self.env.invalidate_all()
        day = self.phase.go_live_date
        with mute_logger("odoo.http"):
            refusal = self._call(self.lead, "rollout.phase", "action_go_live", [self.phase.id])
        self.assertIn("already in stage", refusal)
        self.assertEqual(self.phase.go_live_date, day)

    def test_a_phase_with_a_history_is_kept(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.phase.with_user(self.lead).unlink()
        self.phase.with_user(self.lead).action_cancel()
        self.phase.with_user(self.lead).active = False
        self.assertTrue(self.phase.exists())
