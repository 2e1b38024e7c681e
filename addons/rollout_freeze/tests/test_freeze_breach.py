from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase


@tagged("post_install", "-at_install")
class TestFreezeBreach(RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._keep_without_log()
        cls.admin = cls._new_user("admin", "base.group_system")
        cls.partner_model = cls.env.ref("base.model_res_partner")
        cls.view = cls.env.ref("base.view_partner_form")

    def _go_live(self, phase=None):
        phase = self._open_gate(phase)
        phase.with_user(self.lead).action_go_live()
        self.env.flush_all()

    def _scan(self):
        self._run_cron("rollout_freeze.ir_cron_find_breaches")
        return self.env["rollout.freeze.breach"].search([("program_id", "=", self.program.id)])

    def _add_field(self, name="x_shelf"):
        return (
            self.env["ir.model.fields"]
            .with_user(self.admin)
            .create(
                {
                    "name": name,
                    "field_description": name[2:].title(),
                    "model_id": self.partner_model.id,
                    "ttype": "char",
                    "state": "manual",
                }
            )
        )

    def _edit_view(self, text="x"):
        view = self.view.with_user(self.admin)
        view.arch_base = view.arch_base.replace("</sheet>", f"<p>{text}</p></sheet>")

    def _add_server_action(self, **values):
        return (
            self.env["ir.actions.server"]
            .with_user(self.admin)
            .create(
                {
                    "name": "Do it",
                    "model_id": self.partner_model.id,
                    "state": "code",
                    "code": "pass",
                    **values,
                }
            )
        )

    def _notes(self, text):
        return self.phase.message_ids.filtered(lambda message: text in message.body)

    def test_nothing_is_found_where_nothing_was_done(self):
        self._go_live()
        self.assertFalse(self._scan())

    def test_a_field_is_found_once(self):
        self._go_live()
        field = self._add_field()
        breach = self._scan()
        self.assertEqual((breach.kind, breach.res_id), ("field", field.id))
        self.assertEqual(breach.name, "Shelf (res.partner.x_shelf)")
        self.assertEqual(breach.phase_id, self.phase)
        self.assertEqual(len(self._notes("Freeze breach: new field “Shelf")), 1)
        self.assertEqual(self._scan(), breach)
        self.assertEqual(len(self._notes("Freeze breach")), 1)

    def test_a_model_is_found_without_its_fields(self):
        self._go_live()
        model = (
            self.env["ir.model"]
            .with_user(self.admin)
            .create(
                {
                    "name": "Shelf",
                    "model": "x_shelf",
                    "field_id": [Command.create({"name": "x_row", "field_description": "Row", "ttype": "integer"})],
                }
            )
        )
        breach = self._scan()
        self.assertEqual((breach.kind, breach.res_id), ("model", model.id))

    def test_an_edited_view_is_found_once(self):
        self._go_live()
        self._edit_view()
        breach = self._scan()
        self.assertEqual((breach.kind, breach.res_id), ("view", self.view.id))
        self._edit_view("again")
        self.assertEqual(self._scan(), breach)

    def test_a_view_added_by_hand_is_found(self):
        self._go_live()
        view = (
            self.env["ir.ui.view"]
            .with_user(self.admin)
            .create(
                {
                    "name": "Mine",
                    "model": "res.partner",
                    "inherit_id": self.view.id,
                    "arch_base": '<sheet position="inside"><p>Mine</p></sheet>',
                }
            )
        )
        breach = self._scan()
        self.assertEqual((breach.kind, breach.res_id), ("view", view.id))

    def test_what_an_export_identifies_is_still_by_hand(self):
        self._go_live()
        field = self._add_field()
        field.export_data(["id"])
        self.assertEqual(field.get_external_id()[field.id].split(".")[0], "__export__")
        self.assertEqual(self._scan().res_id, field.id)

    def test_a_server_action_is_found_without_its_steps(self):
        self._go_live()
        step = {"name": "Step", "model_id": self.partner_model.id, "state": "code", "code": "pass"}
        action = self._add_server_action(state="multi", child_ids=[Command.create(step)])
        breach = self._scan()
        self.assertEqual((breach.kind, breach.res_id), ("server_action", action.id))

    def test_a_scheduled_action_is_found(self):
        self._go_live()
        cron = (
            self.env["ir.cron"]
            .with_user(self.admin)
            .create({"name": "Nightly", "model_id": self.partner_model.id, "code": "pass", "state": "code"})
        )
        self.assertEqual(self._scan().res_id, cron.ir_actions_server_id.id)

    def test_an_installed_module_is_found_with_what_came_along(self):
        self._go_live()
        Module = self.env["ir.module.module"]
        names = ("rollout_test_shop", "rollout_test_base", "rollout_test_shop_hr")
        shop, base, bridge = Module.create(
            [
                {"name": name, "shortdesc": name, "state": "installed", "auto_install": auto}
                for name, auto in zip(names, (False, False, True), strict=True)
            ]
        )
        shop.dependencies_id = [Command.create({"name": base.name})]
        bridge.dependencies_id = [Command.create({"name": n}) for n in (shop.name, "hr")]
        breach = self._scan()
        self.assertEqual((breach.kind, breach.res_id), ("module", shop.id))
        self.assertTrue(self._notes("With it came: rollout_test_base, rollout_test_shop_hr"))

    def test_our_own_modules_are_welcome(self):
        self._go_live()
        Module = self.env["ir.module.module"]
        ours, needed = Module.create(
            [
                {"name": name, "shortdesc": name, "state": "installed"}
                for name in ("rollout_test_ours", "rollout_test_needed")
            ]
        )
        ours.dependencies_id = [Command.create({"name": n}) for n in ("rollout_phase", needed.name)]
        self.assertFalse(self._scan())

    def test_what_a_module_brings_or_updates_is_no_breach(self):
        self._go_live()
        field = self._add_field()
        action = self._add_server_action()
        self.env["ir.model.data"].create(
            [{"module": "hr", "name": f"owned_{r.id}", "model": r._name, "res_id": r.id} for r in (field, action)]
        )
        # As the update of a module writes a view: with the name of the file it comes from.
        updated = self.view.with_context(install_filename=self._own_file())
        updated.arch = updated.arch.replace("</sheet>", "<p>New</p></sheet>")
        self.env["ir.module.module"]._get("hr").write({"latest_version": "99.0"})
        self.assertFalse(self._scan())

    def _own_file(self):
        return __file__

    def test_an_edit_that_an_update_undid_is_no_breach(self):
        self._edit_view()
        self._go_live()
        updated = self.view.with_context(install_filename=self._own_file())
        updated.arch = updated.arch.replace("<p>x</p>", "")
        self.assertFalse(self._scan())

    def test_what_was_there_before_is_no_breach(self):
        self._add_field()
        self._edit_view()
        self._add_server_action()
        self._go_live()
        self.assertFalse(self._scan())
        self._edit_view("once more")
        self.assertEqual(self._scan().kind, "view", "edited again, during the freeze")

    def test_two_departments_find_a_thing_once(self):
        other = self._new_phase(self._new_department("Inventory"), sequence=20)
        with freeze_time("2026-03-02 05:00:00"):
            self._go_live()
        with freeze_time("2026-04-15 05:00:00"):
            self._go_live(other)
            field = self._add_field()
            self.assertEqual(self._scan().phase_id, self.phase)
        with freeze_time("2026-06-15 05:00:00"):  # over for the first one only
            self.assertEqual(len(self._scan()), 1)
            later = self._add_field("x_later")
            breaches = self._scan()
        self.assertEqual(set(breaches.mapped("res_id")), {field.id, later.id})
        self.assertEqual(breaches.filtered(lambda b: b.res_id == later.id).phase_id, other)

    def test_the_last_hours_of_the_freeze_are_watched(self):
        with freeze_time("2026-03-02 05:00:00"):
            self._go_live()
        # Day 90 begins on 2026-05-30 at 17:00 UTC.
        early = self._add_field("x_early")
        late = self._add_field("x_late")
        self.env.flush_all()
        for field, moment in ((early, "2026-05-30 16:59:00"), (late, "2026-05-30 17:01:00")):
            self.env.cr.execute("UPDATE ir_model_fields SET create_date = %s WHERE id = %s", (moment, field.id))
        self.env.invalidate_all()
        with freeze_time("2026-05-31 09:00:00"):
            self.assertEqual(self._scan().res_id, early.id)
        self.assertFalse(self.phase.freeze_baseline, "nothing is compared any more")

    def test_a_cancelled_department_is_not_watched(self):
        self._go_live()
        self._add_field()
        self.phase.with_user(self.lead).action_cancel()
        self.assertFalse(self._scan())

    def test_another_program_has_its_own_findings(self):
        self._go_live()
        program = self.env["rollout.program"].create(
            {"name": "Theirs", "company_id": self.other_company.id, "lead_id": self.stranger.id}
        )
        self._add_field()
        self._scan()
        breaches = self.env["rollout.freeze.breach"].search([("program_id", "=", program.id)])
        self.assertFalse(breaches, "its freeze hasn't begun")

    def test_what_was_found_can_not_be_changed(self):
        self._go_live()
        self._add_field()
        breach = self._scan().with_user(self.lead)
        breach.write({"resolved": True, "note": "Removed together"})
        with self.assertRaises(UserError):
            breach.name = "Nothing"
        with self.assertRaises(UserError):
            breach.phase_id = self._new_phase(self._new_department("Inventory"))

    def test_open_what_was_changed(self):
        self._go_live()
        field = self._add_field()
        breach = self._scan()
        action = breach.with_user(self.admin).sudo().action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("ir.model.fields", field.id))
        field.unlink()
        with self.assertRaisesRegex(UserError, "doesn't exist any more"):
            breach.action_open()
