from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RolloutCase

QUIET = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


@tagged("post_install", "-at_install")
class TestDemandedChecks(RolloutCase):
    """What the playbook requires of a gate, only the sponsor waives."""

    def _check(self, kind="champions"):
        return self.phase.gate_check_ids.filtered(lambda check: check.kind == kind)[:1]

    def _waive(self, check, user, reason="Nobody has the time: Bo asked everybody"):
        wizard = self.env["rollout.gate.waiver.wizard"].with_user(user)
        return wizard.create({"check_id": check.id, "reason": reason}).action_waive()

    def test_a_lead_neither_relaxes_nor_removes_what_is_demanded(self):
        for check in (self._check(), self._check("manual")):
            for act in (
                lambda c: c.write({"mandatory": False}),
                lambda c: c.unlink(),
                lambda c: c.write({"is_demanded": False}),
                lambda c: c.phase_id.write({"gate_check_ids": [Command.delete(c.id)]}),
                lambda c: c.phase_id.write({"gate_check_ids": [Command.update(c.id, {"mandatory": False})]}),
            ):
                with self.subTest(kind=check.kind), self.assertRaises(UserError):
                    act(check.with_user(self.lead))
        with self.assertRaises(UserError):
            self._check("manual").with_user(self.lead).name = "Something easier"
        self.assertTrue(self._check().mandatory)

    def test_what_a_lead_added_goes_again_in_the_open(self):
        lead_phase = self.phase.with_user(self.lead).with_context(**QUIET)
        lead_phase.gate_check_ids = [Command.create({"name": "The tills are connected"})]
        added = lead_phase.gate_check_ids.filtered(lambda check: check.name == "The tills are connected")
        self.assertFalse(added.is_demanded)
        added.mandatory = False
        self.assertIn("No longer mandatory", self.phase.message_ids[0].body)
        added.mandatory = True
        added.unlink()
        self.assertIn("Removed from the gate", self.phase.message_ids[0].body)

    def test_nobody_marks_a_check_as_demanded_by_hand(self):
        checks = self.env["rollout.gate.check"].with_user(self.lead).with_context(default_is_demanded=True)
        with self.assertRaises(UserError):
            checks.create({"phase_id": self.phase.id, "name": "Mine"})

    def test_playbook_and_next_phase_demand_as_well(self):
        wizard = self.env["rollout.plan.wizard"].with_user(self.lead).create({"program_id": self.program.id})
        department = self._new_department("Selling")
        line = wizard.line_ids.filtered(lambda line: line.template_id.check_ids.filtered("mandatory"))[:1]
        line.department_id = department
        wizard.action_plan()
        phase = self.program.phase_ids.filtered(lambda phase: phase.department_id == department)
        for name in line.template_id.check_ids.filtered("mandatory").mapped("name"):
            self.assertTrue(phase.gate_check_ids.filtered(lambda check, name=name: check.name == name).is_demanded)
        following = self._new_department("Shipping")
        wizard = self.env["rollout.next.phase.wizard"].with_user(self.lead)
        wizard.create({"phase_id": phase.id, "department_id": following.id}).action_prepare()
        nxt = self.program.phase_ids.filtered(lambda phase: phase.department_id == following)
        demanded = phase.gate_check_ids.filtered(lambda check: check.kind == "manual" and check.is_demanded)
        self.assertLessEqual(
            set(demanded.mapped("name")), set(nxt.gate_check_ids.filtered("is_demanded").mapped("name"))
        )

    def test_the_sponsor_lets_a_check_go_with_a_reason_for_good(self):
        check = self._check()
        for user in (self.lead, self.champion, self.staff, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._waive(check, user)
        with self.assertRaises(UserError):
            self._waive(check, self.sponsor, reason=" ")
        self.assertTrue(check.with_user(self.sponsor).can_waive)
        self._waive(check, self.sponsor)
        self.assertFalse(check.mandatory)
        self.assertEqual(check.waived_by_id, self.sponsor)
        self.assertIn("Bo asked everybody", self.phase.message_ids[0].body)
        with self.assertRaises(UserError):
            self._waive(check, self.sponsor)
        for act in (
            lambda c: c.unlink(),
            lambda c: c.write({"waiver_reason": "x"}),
            lambda c: c.write({"waived_by_id": self.lead.id}),
        ):
            with self.assertRaises(UserError):
                act(check.with_user(self.lead))
        check.with_user(self.lead).mandatory = True
        self.assertTrue(check.mandatory, "it may be asked again")
        with self.assertRaisesRegex(UserError, "has a history"):
            self.phase.with_user(self.lead).unlink()


@tagged("post_install", "-at_install")
class TestOnRecord(RolloutCase):
    """What is to stay on record does, whatever a client sends along."""

    def test_a_change_of_sponsor_is_told_to_both(self):
        program = self.program.with_user(self.lead).with_context(**QUIET)
        program.sponsor_id = self.lead
        message = self.program.message_ids[0]
        self.assertIn(self.sponsor.name, message.body)
        self.assertIn(self.lead.name, message.body)
        self.assertIn(self.sponsor.partner_id, message.notified_partner_ids)
        self.assertTrue(self.program.sponsor_warning)
        program.sponsor_id = self.sponsor
        self.assertEqual(len(self.program.message_ids.filtered(lambda m: "Sponsor" in m.body)), 2)
        self.assertFalse(self.program.sponsor_warning)

    def test_stages_stay_on_record(self):
        self._open_gate()
        # Fields of a record just created aren't tracked before the end of its transaction.
        self.env.flush_all()
        self.cr.flush()
        phase = self.phase.with_user(self.lead).with_context(**QUIET)
        phase.action_mark_ready()
        self.env.flush_all()
        self.cr.flush()
        self.env.invalidate_all()
        self.assertIn("Ready", self.phase.message_ids.tracking_value_ids.mapped("new_value_char"))

    def test_notes_can_not_be_rewritten_or_removed(self):
        self.program.with_user(self.lead).sponsor_id = self.lead
        message = self.program.message_ids[0].with_user(self.lead)
        for act in (lambda m: m.write({"body": "x"}), lambda m: m.write({"res_id": 0}), lambda m: m.unlink()):
            with self.assertRaises(UserError):
                act(message)
        own = self.program.with_user(self.lead).message_post(body="Hello", message_type="comment")
        own.unlink()

    def test_a_program_with_a_history_is_kept(self):
        self.env["rollout.mailing"]._queue_once(
            self.program, "test.mail", "1", self.lead, lambda user: user.email, lambda user: {"subject": "Hello"}
        )
        self.phase.unlink()
        with self.assertRaisesRegex(UserError, "has a history"):
            self.program.with_user(self.lead).unlink()
        self.assertTrue(self.program.exists())


@tagged("post_install", "-at_install")
class TestNote(RolloutCase):
    """A phase's notes are for those who work on it; its lessons are for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phase.note = "<p>Di is afraid of the tills</p>"
        cls.phase.lessons = "<p>Count twice</p>"

    def test_who_reads_notes(self):
        self.staff.group_ids += self.env.ref("base.group_allow_export")
        for user, expected in (
            (self.lead, True),
            (self.champion, True),
            (self.sponsor, True),
            (self.staff, False),
        ):
            phase = self.phase.with_user(user)
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual("afraid" in str(phase.read(["note"])), expected)
                self.assertEqual("afraid" in str(phase.web_read({"note": {}})), expected)
                self.assertIn("Count twice", str(phase.lessons))
        staff_phase = self.phase.with_user(self.staff)
        self.assertNotIn("afraid", str(staff_phase.export_data(["note"])))

    def test_searching_tells_nothing(self):
        phases = self.env["rollout.phase"].with_user(self.staff)
        for act in (
            lambda: phases.search([("note", "ilike", "afraid")]),
            lambda: phases.search([("note_ids.text", "ilike", "afraid")]),
            lambda: phases.formatted_read_group([], ["note"], ["__count"]),
            lambda: phases.search([], order="note"),
        ):
            with self.subTest(), suppress(UserError, ValueError):
                self.assertFalse(act())

    def test_who_writes_notes(self):
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        self.phase.with_user(self.champion).note = "<p>Better now</p>"
        self.env.invalidate_all()
        self.assertIn("Better now", self.phase.with_user(self.sponsor).note)
        for user in (self.staff, self.sponsor, self.stranger):
            with self.assertRaises(AccessError):
                self.phase.with_user(user).note = "x"
        self.phase.with_user(self.lead).note = False
        self.env.invalidate_all()
        self.assertFalse(self.phase.note)


@tagged("post_install", "-at_install")
class TestShared(RolloutCase):
    """The playbook: a lead changes the own company's, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = cls.env.ref("rollout_phase.template_sales")

    def test_what_all_share_is_the_administrators(self):
        for record in (self.shared, self.shared.check_ids[0]):
            with self.subTest(record=record), self.assertRaisesRegex(AccessError, "shared by all companies"):
                record.with_user(self.lead).name = "Mine"
        with self.assertRaises(AccessError):
            self.shared.with_user(self.lead).unlink()
        with self.assertRaises(AccessError):
            self.shared.with_user(self.lead).write({"check_ids": [Command.create({"name": "More"})]})
        self.lead.group_ids += self.env.ref("base.group_system")
        self.shared.with_user(self.lead).name = "Everybody's"

    def test_a_company_s_own(self):
        templates = self.env["rollout.phase.template"].with_user(self.lead)
        own = templates.create({"name": "Shop", "check_ids": [Command.create({"name": "Till"})]})
        self.assertEqual(own.company_id, self.company)
        own.name = "Renamed"
        with self.assertRaises(AccessError):
            own.company_id = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            own.with_user(self.stranger).read(["name"])
        self.assertNotIn(own.id, templates.with_user(self.stranger).search([]).ids)
        with self.assertRaises(AccessError):
            templates.create({"name": "All", "company_id": False})

    def test_a_plan_asks_for_the_program_s_company(self):
        self.lead.company_ids += self.other_company
        foreign = self.env["rollout.phase.template"].create({"name": "Foreign", "company_id": self.other_company.id})
        lead_env = self.env(
            user=self.lead, context={**self.env.context, "allowed_company_ids": (self.company + self.other_company).ids}
        )
        wizard = lead_env["rollout.plan.wizard"].create({"program_id": self.program.id})
        self.assertNotIn(foreign, wizard.line_ids.template_id)

    def test_with_one_company_there_is_nothing_to_share(self):
        # The tests' database has two companies by then, which can't be removed.
        self.patch(self.registry["rollout.phase.template"], "_is_single_company", lambda records: True)
        self.shared.with_user(self.lead).name = "Mine"
        own = self.env["rollout.phase.template"].with_user(self.lead).create({"name": "Shop"})
        self.assertFalse(own.company_id)
