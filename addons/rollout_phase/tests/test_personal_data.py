import base64
import json
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import RolloutCase
from .common_personal import PersonalFieldsCase

PERSONAL = {
    "mail.activity": {"rollout_user_id": ("a task is on its person's own list, and goes when it is done",)},
    "rollout.champion": {"employee_id": "champions"},
    "rollout.expectation.signature": {"signer_id": "signatures", "voided_by_id": "signatures"},
    "rollout.gate.check": {"confirmed_by_id": "gate_checks", "waived_by_id": "gate_checks"},
    "rollout.gate.override": {"user_id": "overrides"},
    "rollout.program": {"sponsor_id": "programs", "lead_id": "programs", "partner_id": "programs"},
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, RolloutCase):
    MODULE = "rollout_phase"
    PERSONAL = PERSONAL

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mali = cls.employees[1]
        cls.mali.write({"name": "Mali Suk", "user_id": cls.staff.id})
        cls.mailing = cls.env["rollout.mailing"]
        cls.startClassPatcher(patch.object(cls.registry["rollout.mailing"], "_weekly_purposes", frozenset({"weekly"})))

    def _ask(self, name=" MALI  SUK ", user=None):
        with Form(self.env["rollout.personal.data.wizard"].with_user(user or self.lead)) as form:
            form.name = name
        return form.record

    def _counts(self, wizard):
        return {kind: len(kept.records) for kind, kept in wizard._find().items() if kept.records}

    def _export(self, wizard):
        wizard.action_export()
        return json.loads(base64.b64decode(wizard.file))

    def _queue(self, purpose, recipients, email_of=lambda person: person.work_email):
        self.mailing._queue_once(
            self.program, purpose, "2026-W10", recipients, email_of, lambda person: {"subject": "Hello"}
        )

    def _keep_something(self):
        """Have as much as possible kept about Mali."""
        champion = self.env["rollout.champion"].create(
            {"phase_id": self.phase.id, "employee_id": self.mali.id, "note": "The tills"}
        )
        self.env["rollout.champion.time"].create({"champion_id": champion.id, "hours": 3, "name": "Training Bo"})
        self.program.sponsor_id = self.staff
        self.program.with_user(self.staff).action_sign_expectations()
        self.env["rollout.gate.override.wizard"].with_user(self.staff).create(
            {"phase_id": self.phase.id, "reason": "We must"}
        ).action_override()
        self.phase.note = "<p>MALI <b>Suk</b> is afraid of the tills, Bo laughs</p>"
        self._queue("weekly", self.mali)
        return champion

    def test_found_by_name(self):
        self._keep_something()
        wizard = self._ask()
        self.assertEqual(wizard.employee_ids.ids, self.mali.ids)
        kinds = {
            "champions", "time", "signatures", "overrides", "programs", "department_notes", "mails",
        }  # fmt: skip
        self.assertEqual(self._counts(wizard), dict.fromkeys(kinds, 1))
        self.assertIn("Time Given as a Champion", wizard.found)
        for name in ("Suk Mali", "%", "a_%\\"):
            other = self._ask(name)
            self.assertFalse(self._counts(other) or other.employee_ids, name)
            self.assertIn("Nothing was found", other.found)
        # Part of a name is somebody else's; in a text it may be what they are called.
        self.assertEqual(self._counts(self._ask("Mali")), {"department_notes": 1})

    def test_export(self):
        self._keep_something()
        data = self._export(self._ask())
        self.assertEqual(data["name"], " MALI  SUK ")
        self.assertEqual(data["champions"][0]["helps_with"], "The tills")
        self.assertEqual((data["time"][0]["hours"], data["time"][0]["name"]), (3, "Training Bo"))
        self.assertEqual(data["overrides"][0]["reason"], "We must")
        self.assertEqual(data["programs"], [{"name": self.program.display_name, "roles": ["sponsor_id"]}])
        self.assertEqual(data["mails"][0]["period"], "2026-W10")
        self.assertNotIn("laughs", str(data), "what stands in a note may be about others")
        self.assertIn("was exported", self.program.message_ids[0].body)
        self.assertNotIn("mali", self.program.message_ids[0].body.lower())

    def test_erase(self):
        champion = self._keep_something()
        before = self._counts(self._ask())
        self._ask().action_erase()
        self.assertEqual((champion.note, champion.time_ids.name, champion.time_ids.hours), (False, False, 3))
        self.assertEqual(self._counts(self._ask()), before, "the rest stays, and says why")
        self.assertIn("was erased", self.program.message_ids[0].body)
        self.assertEqual(self.program.message_ids[0].author_id, self.lead.partner_id)

    def test_what_can_not_be_erased_says_so(self):
        self.phase.note = "Mali Suk"
        with self.assertRaisesRegex(UserError, "can be erased"):
            self._ask().action_erase()
        with self.assertRaisesRegex(UserError, "Nothing was found"):
            self._ask("Nobody At All").action_erase()

    def test_the_ledger_keeps_what_keeps_mails_apart(self):
        self._queue("weekly", self.mali)
        self._queue("once", self.mali)
        self._queue("weekly", self.staff, lambda user: user.email)
        rows = self.mailing.search([("program_id", "=", self.program.id)])
        self.assertEqual(self._counts(self._ask()), {"mails": 3})
        with self.assertRaises(UserError):
            self._ask().action_erase()
        self.env.cr.execute("UPDATE rollout_mailing SET create_date = create_date - interval '2 months'")
        self.env.invalidate_all()
        self._ask().action_erase()
        self.assertEqual(rows.exists().mapped("purpose"), ["once"])

    def test_a_namesake_is_left_out(self):
        namesake = self.employees[2]
        namesake.name = "mali suk"
        champions = self.env["rollout.champion"].create(
            [{"phase_id": self.phase.id, "employee_id": one.id, "note": "Tills"} for one in self.mali | namesake]
        )
        wizard = self._ask()
        self.assertEqual(set(wizard.employee_ids.ids), {self.mali.id, namesake.id})
        wizard.employee_ids = [Command.unlink(self.mali.id)]
        wizard.action_erase()
        self.assertEqual(champions.mapped("note"), ["Tills", False])

    def test_people_who_are_no_employees(self):
        consultant = self.env["res.partner"].create({"name": "Chai Ltd"})
        self.program.partner_id = consultant
        wizard = self._ask("chai ltd")
        self.assertEqual(wizard.partner_ids, consultant.with_user(self.lead))
        self.assertEqual(self._counts(wizard), {"programs": 1})
        wizard = self._ask(self.sponsor.name)
        self.assertEqual(self._counts(wizard), {"programs": 1})
        self.assertFalse(self._ask(self.staff.name).partner_ids, "an employee is found as one")

    def test_leads_only_and_only_in_their_company(self):
        self._keep_something()
        for user in (self.champion, self.sponsor, self.staff):
            with self.assertRaises(AccessError):
                self.env["rollout.personal.data.wizard"].with_user(user).create({"name": "Mali Suk"})
        wizard = self._ask(user=self.stranger)
        self.assertFalse(wizard.employee_ids or self._counts(wizard))
        self.assertFalse(any(rows for kind, rows in self._export(wizard).items() if kind != "name"))
        with self.assertRaises(AccessError):
            self.env["rollout.personal.data.wizard"].with_user(self.stranger).create(
                {"name": "Mali Suk", "employee_ids": [Command.set(self.mali.ids)]}
            )
        own = self._ask()
        for other in (self.stranger, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                own.with_user(other).action_export()
            with self.assertRaises(AccessError):
                own.with_user(other).read(["file"])

    def test_nothing_typed_is_markup(self):
        self.mali.name = "<b>Mali</b>"
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.mali.id})
        wizard = self._ask("<b>Mali</b>")
        self.assertTrue(self._counts(wizard))
        self.assertNotIn("<b>Mali", wizard.found)

    def test_queries_do_not_grow_with_what_is_kept(self):
        self._keep_something()
        self._ask().action_export()
        person = self._ask()._get_person()
        counts = []
        for _more in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contract = self.env["rollout.personal.data"].with_user(self.lead)
            contract._export(person, contract._find(person))
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(5):
                phase = self._new_phase(self._new_department(f"Department {number} {len(counts)}"))
                self.env["rollout.champion"].create({"phase_id": phase.id, "employee_id": self.mali.id})
                phase.note = "Mali Suk"
        self.assertLessEqual(counts[1], counts[0], counts)
