import base64
import dataclasses
import json
from dataclasses import replace
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import THURSDAY, FeedbackCase


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, FeedbackCase):
    MODULE = "rollout_feedback"

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

    def _ask(self, name=" MALI SUK ", user=None):
        with Form(self.env["rollout.personal.data.wizard"].with_user(user or self.lead)) as form:
            form.name = name
        return form.record

    def _feedback(self, name="mali  suk"):
        return self.env["rollout.feedback"].search([("sender_name", "=ilike", name)])

    def _counts(self, wizard):
        kinds = ("answers", "log_items", "mails")
        found = wizard._find()
        return [len(found[kind].records) for kind in kinds]

    def test_found_by_name(self):
        wizard = self._ask()
        self.assertEqual(wizard.employee_ids.ids, self.mali.ids)
        self.assertEqual(self._counts(wizard), [1, 1, 1])
        for name in ("Mali", "%"):
            self.assertFalse(self._ask(name)._find()["answers"].records)

    def test_export(self):
        wizard = self._ask()
        wizard.action_export()
        data = json.loads(base64.b64decode(wizard.file))
        self.assertEqual(data["answers"][0]["comment"], "Printing fails")
        self.assertEqual(data["log_items"][0]["description"], "Printing fails")
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
        for message in (self.program.message_ids[0], item.message_ids[0]):
            self.assertNotIn("mali", message.body.lower())
            self.assertEqual(message.author_id, self.lead.partner_id)
        self.assertEqual(len(self._feedback("Mali Sukhum")), 1)
        self.assertEqual(self._counts(self._ask())[:2], [0, 0])
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

    def test_what_was_sent_with_the_button(self):
        words = "The scanner beeps all night"
        entry = LogEntry(summary=words, description=words, phase_id=self.stock.id, reporter_id=self.staff.id)
        self.program.sudo()._log_intake([replace(entry, source=source) for source in ("systray", "discuss")])
        sent = self.env["rollout.log.item"].search([("reporter_id", "=", self.staff.id)])
        noted = sent.filtered(lambda item: item.source == "systray")
        self.assertEqual(self._counts(self._ask())[1], 3)
        exported = [item["description"] for item in self._ask()._prepare_export()["log_items"]]
        self.assertEqual(exported.count(words), 1, "what was said in Discuss may be somebody else's")
        self._ask().action_erase()
        self.assertFalse(sent.reporter_id)
        self.assertFalse(noted.description or words in noted.name or noted.original_words)
        self.assertEqual((sent - noted).description, words)
        self.assertIn("were removed", noted.message_ids[0].body)
        self.assertNotIn("were removed", str((sent - noted).message_ids.mapped("body")))

    def test_their_answer_in_an_item_from_discuss(self):
        """Of what stands in Discuss nothing goes, and an answer that was merged into it does."""
        words = "The scanner beeps all night"
        entry = LogEntry(summary=words, description=words, source="discuss", reporter_id=self.staff.id)
        [item] = self.program.sudo()._log_intake([entry])
        answered = self.env["rollout.log.item"].search([("feedback_ids", "in", self._feedback().ids)])
        answered._merge_into(item.with_env(self.env))
        item.description = f"{words}\n\nPrinting fails"
        self._ask().action_erase()
        self.assertEqual((item.description, item.reporter_id.id), (words, False))
        self.assertIn("were removed", item.message_ids[0].body)

    def test_anonymous_answers_are_nobodys(self):
        """What somebody sent without a name isn't found, whatever else is known of them."""
        person = self._ask()._get_person()
        contract = self.env["rollout.personal.data"].with_user(self.lead)
        nameless = dataclasses.replace(person, name="")
        self.assertFalse(contract._find(nameless)["answers"].records)
        self.assertFalse(contract._find(nameless)["log_items"].records)
        found = contract._find(person)
        self.assertEqual(set(found["answers"].records.mapped("sender_name")), {"Mali  suk"})
        self.assertEqual(len(found["log_items"].records.feedback_ids), 1)

    def test_nobody_is_found_in_another_company(self):
        wizard = self._ask(user=self.stranger)
        self.assertFalse(any(kept.records for kept in wizard._find().values()))
        self.assertFalse(any(rows for kind, rows in wizard._prepare_export().items() if kind != "name"))
        with self.assertRaises(AccessError):
            wizard.with_user(self.lead).read(["file"])
