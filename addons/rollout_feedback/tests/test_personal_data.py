import base64
import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import THURSDAY, FeedbackCase


@tagged("post_install", "-at_install")
class TestPersonalData(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._new_wave()
        cls.mali = cls._new_employee("Mali Suk", cls.stock.department_id, user_id=cls.staff.id)

    def setUp(self):
        super().setUp()
        self._send()
        self._answer(self.wave, self.stock, 5, mood=3)
        self._answer(self.wave, self.stock, 1, mood=2, comment="Printing fails", sender_name="Mali  suk")
        self._answer(self.wave, self.stock, 1, mood=2, comment="Not hers", sender_name="Mali Sukhum")
        self._release()
        self.win = self.env["rollout.win"].create(
            {
                "name": "The scanner works",
                "program_id": self.program.id,
                "employee_ids": [Command.link(self.mali.id)],
                "thanked_names": "Nomad, mali suk",
            }
        )
        self.win.action_publish()
        self.win.with_user(self.staff).action_cheer()

    def _ask(self, name=" MALI SUK ", user=None):
        with Form(self.env["rollout.personal.data"].with_user(user or self.lead)) as form:
            form.name = name
        return form.record

    def _feedback(self, name="mali  suk"):
        return self.env["rollout.feedback"].search([("sender_name", "=ilike", name)])

    def test_found_by_name(self):
        wizard = self._ask()
        self.assertEqual(wizard.employee_ids.ids, self.mali.ids)
        counts = ("feedback_count", "item_count", "win_count", "mailing_count")
        self.assertEqual([wizard[name] for name in counts], [1, 1, 1, 1])
        self.assertFalse(
            [name for name in wizard._fields if "cheer" in name], "whose they are is noted when it is shown"
        )
        self.assertFalse(self._ask("Mali").feedback_count)
        self.assertFalse(self._ask("%").feedback_count)
        self.assertFalse(self._ask("a_%\\").employee_ids)

    def test_export(self):
        wizard = self._ask()
        wizard.action_export()
        data = json.loads(base64.b64decode(wizard.file))
        self.assertEqual(data["answers"][0]["comment"], "Printing fails")
        self.assertEqual(data["log_items"][0]["description"], "Printing fails")
        self.assertEqual([win["name"] for win in data["wins"]], ["The scanner works"])
        self.assertEqual(data["cheers"], ["The scanner works"])
        self.assertEqual(data["mails"][0]["period"], "2026-W47")
        self.assertNotIn("Not hers", str(data))
        self.assertEqual(len(self._feedback()), 1, "nothing is erased")
        self.assertIn("was exported", self.program.message_ids[0].body)

    def test_erase(self):
        item = self.env["rollout.log.item"].search([("description", "=", "Printing fails")])
        feedback = self._feedback()
        with self._at(THURSDAY + timedelta(days=1)):
            self._ask().action_erase()
        self.env.flush_all()
        self.assertEqual((feedback.sender_name, feedback.comment, feedback.mood), (False, False, 2))
        self.assertEqual((item.name, item.description), ("Answer of week 2026-W47", False))
        self.assertFalse(self.win.employee_ids)
        self.assertEqual(self.win.thanked_names, "Nomad")
        self.assertNotIn("Suk", self.win.message_id.body)
        self.assertEqual(self.win.cheer_count, 0)
        for message in (self.program.message_ids[0], item.message_ids[0]):
            self.assertNotIn("mali", message.body.lower())
            self.assertEqual(message.author_id, self.lead.partner_id)
        self.assertEqual(len(self._feedback("Mali Sukhum")), 1)
        self.assertFalse(self._ask().feedback_count)
        self.env.cr.execute("SELECT count(*) FROM rollout_feedback WHERE comment = 'Printing fails'")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_an_item_of_many_voices_keeps_the_others(self):
        feedback = self._feedback()
        item = self.env["rollout.log.item"].search([("feedback_ids", "in", feedback.ids)])
        item.description = "Printing fails\n\nOn the first floor, too"
        self._ask().action_erase()
        self.assertEqual(item.description, "On the first floor, too")

    def test_the_ledger_keeps_what_keeps_mails_apart(self):
        rows = self.env["rollout.mailing"].search([("res_model", "=", "hr.employee"), ("res_id", "=", self.mali.id)])
        self._ask().action_erase()
        self.assertTrue(rows.exists())
        count = self.wave.invited_count
        self.env.cr.execute("UPDATE rollout_mailing SET create_date = create_date - interval '2 months'")
        self.env.invalidate_all()
        self._ask().action_erase()
        self.assertFalse(rows.exists())
        self.assertEqual(self.wave.invited_count, count)

    def test_a_namesake_is_left_out(self):
        namesake = self._new_employee("MALI SUK", self.accounting.department_id)
        wizard = self._ask()
        self.assertEqual(set(wizard.employee_ids.ids), {self.mali.id, namesake.id})
        wizard.employee_ids = [Command.unlink(self.mali.id)]
        wizard.action_erase()
        self.assertEqual(self.win.employee_ids.ids, self.mali.ids)
        self.assertEqual(self.win.cheer_count, 1)

    def test_nothing_found(self):
        with self.assertRaises(UserError):
            self._ask("Nobody At All").action_erase()

    def test_leads_only_and_only_in_their_company(self):
        for user in (self.champion, self.sponsor, self.staff):
            with self.assertRaises(AccessError):
                self.env["rollout.personal.data"].with_user(user).create({"name": "Mali Suk"})
        wizard = self._ask(user=self.stranger)
        counts = ("feedback_count", "item_count", "win_count", "mailing_count")
        self.assertEqual([wizard[name] for name in counts], [0] * 4)
        with self.assertRaises(AccessError):
            self.env["rollout.personal.data"].with_user(self.stranger).create(
                {"name": "Mali Suk", "employee_ids": [Command.set(self.mali.ids)]}
            )
        own = self._ask()
        with self.assertRaises(AccessError):
            own.with_user(self.env.ref("base.user_admin")).action_export()
