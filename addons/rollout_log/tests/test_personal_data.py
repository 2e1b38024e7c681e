from dataclasses import replace

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import LogCase

PERSONAL = {
    "rollout.log.item": {
        "decided_by_id": "log_work",
        "reporter_id": "log_items",
        "user_id": "log_work",
    },
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, LogCase):
    MODULE = "rollout_log"
    PERSONAL = PERSONAL

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_employee("Mali Suk", cls.stock.department_id, user_id=cls.staff.id)

    def _ask(self, user=None):
        with Form(self.env["rollout.personal.data.wizard"].with_user(user or self.lead)) as form:
            form.name = " MALI SUK "
        return form.record

    def test_what_was_sent_with_a_name(self):
        words = "The scanner beeps all night"
        entry = LogEntry(summary=words, description=words, phase_id=self.stock.id, reporter_id=self.staff.id)
        self.program.sudo()._log_intake([replace(entry, source=source) for source in ("other", "discuss")])
        sent = self.env["rollout.log.item"].search([("reporter_id", "=", self.staff.id)])
        noted = sent.filtered(lambda item: item.source == "other")
        self.assertEqual(len(self._ask()._find()["log_items"].records), 2)
        exported = [item["description"] for item in self._ask()._prepare_export()["log_items"]]
        self.assertEqual(exported.count(words), 1, "what was said in Discuss may be somebody else's")
        self._ask().action_erase()
        self.assertFalse(sent.reporter_id)
        self.assertFalse(noted.description or words in noted.name or noted.original_words)
        self.assertEqual((sent - noted).description, words)
        self.assertIn("were removed", noted.message_ids[0].body)
        self.assertNotIn("were removed", str((sent - noted).message_ids.mapped("body")))
        self.env.flush_all()

    def test_what_they_handle_stays(self):
        item = self._new_item(user_id=self.staff.id)
        [work] = self._ask()._prepare_export()["log_work"]
        self.assertEqual((work["handles"], work["reason"], work["state"]), (True, False, "new"))
        with self.assertRaisesRegex(UserError, "can be erased"):
            self._ask().action_erase()
        self.assertEqual(item.user_id, self.staff)

    def test_nobody_is_found_in_another_company(self):
        self._new_item(user_id=self.staff.id, reporter_id=self.staff.id)
        wizard = self._ask(user=self.stranger)
        self.assertFalse(any(kept.records for kept in wizard._find().values()))
        self.assertFalse(any(rows for kind, rows in wizard._prepare_export().items() if kind != "name"))
