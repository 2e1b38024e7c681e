from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install", "together")
class TestDialogs(RolloutCase):
    """A dialog tells nobody about records that they may not read."""

    def test_every_dialog_points_only_at_what_its_user_may_read(self):
        mixin = self.registry["rollout.wizard.mixin"]
        suite = self.registry["rollout.guarded.mixin"]
        for name, model in self.registry.items():
            pointing = [
                field
                for field in model._fields.values()
                if field.comodel_name and issubclass(self.registry[field.comodel_name], suite)
            ]
            if model._transient and name.startswith("rollout.") and pointing:
                with self.subTest(model=name):
                    self.assertTrue(issubclass(model, mixin))

    def test_nobody_reads_evidence_through_a_dialog(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.key == "master_data")
        check.write({"evidence": "See the minutes", "confirmed_on": "2026-01-01"})
        for user in (self.staff, self.stranger):
            dialog = self.env["rollout.gate.waiver.wizard"].with_user(user)
            spec = {"check_id": {"fields": {"display_name": {}}}, "detail": {}}
            for act in (
                lambda dialog=dialog: dialog.create({"check_id": check.id, "reason": "x"}),
                lambda dialog=dialog: dialog.with_context(default_check_id=check.id).create({"reason": "x"}),
                lambda dialog=dialog, spec=spec: dialog.onchange({"check_id": check.id}, ["check_id"], spec),
                lambda dialog=dialog, spec=spec: dialog.with_context(default_check_id=check.id).onchange({}, [], spec),
                lambda dialog=dialog, spec=spec: dialog.web_save({"check_id": check.id, "reason": "x"}, spec),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act()
        dialog = (
            self.env["rollout.gate.waiver.wizard"].with_user(self.sponsor).create({"check_id": check.id, "reason": "x"})
        )
        self.assertEqual(dialog.detail, "See the minutes")

    def test_a_dialog_is_its_users_own(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.key == "master_data")
        dialog = self.env["rollout.gate.waiver.wizard"].with_user(self.sponsor)
        dialog = dialog.create({"check_id": check.id, "reason": "Known to me alone"})
        for user in (self.lead, self.champion, self.staff, self.stranger):
            theirs = dialog.with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(theirs.search([]))
                for act in (
                    lambda d=theirs: d.read(["reason"]),
                    lambda d=theirs: d.write({"reason": "Staff are lazy"}),
                    lambda d=theirs: d.web_save({"reason": "Staff are lazy"}, {}),
                    lambda d=theirs: d.copy(),
                    lambda d=theirs: d.unlink(),
                    lambda d=theirs: d.action_waive(),
                ):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        act()
        dialog.action_waive()
        self.assertEqual(check.waiver_reason, "Known to me alone")

    def test_a_form_names_and_computes_nothing_of_what_is_hidden(self):
        spec = {"phase_id": {"fields": {"display_name": {}}}, "kind": {}, "detail": {}, "state": {}}
        checks = self.env["rollout.gate.check"].with_user(self.stranger)
        for kind in ("manual", "champions", "expectations"):
            values = {"phase_id": self.phase.id, "kind": kind, "moment": "go_live"}
            with self.subTest(kind=kind):
                with self.assertRaises(AccessError):
                    checks.onchange(values, ["phase_id"], spec)
                with self.assertRaises(AccessError):
                    checks.with_context(default_phase_id=self.phase.id).onchange({}, [], spec)
        own = self.env["rollout.gate.check"].with_user(self.lead)
        self.assertTrue(own.onchange({"phase_id": self.phase.id}, ["phase_id"], {"phase_id": {}, "state": {}}))

    def test_names_of_another_company_are_not_told_by_dialogs(self):
        template = self.env["rollout.phase.template"].search([], limit=1)
        for model, values in {
            "rollout.gate.override.wizard": {"phase_id": self.phase.id, "reason": "x"},
            "rollout.next.phase.wizard": {"phase_id": self.phase.id},
            "rollout.plan.wizard": {"program_id": self.program.id},
            "rollout.plan.wizard.line": {
                "wizard_id": self.env["rollout.plan.wizard"].create({"program_id": self.program.id}).id,
                "template_id": template.copy({"company_id": self.company.id}).id,
            },
        }.items():
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.stranger).create(values)
