from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tests.common_launch import LaunchCase
from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, LaunchCase):
    MODULE = "rollout_conversation"
    PERSONAL = {"rollout.conversation": {"employee_id": "conversations"}}

    def _ask(self):
        with Form(self.env["rollout.personal.data.wizard"].with_user(self.lead)) as form:
            form.name = "mali suk"
        return form.record

    def test_notes_on_conversations_are_their_authors(self):
        mali = self._new_employee("Mali Suk", self.stock.department_id, user_id=self.staff.id)
        notes = self.env["rollout.conversation"]
        values = {"program_id": self.program.id, "employee_id": mali.id, "note": "She is afraid of the tills"}
        notes.with_user(self.champion).create(values)
        self.assertFalse(self._ask()._find()["conversations"].records)
        self.assertNotIn("Conversations", self._ask().found)
        own = notes.with_user(self.lead).create(values)
        self.assertEqual(self._ask()._find()["conversations"].records, own)
        self.assertNotIn("afraid", str(self._ask()._prepare_export()))
        with self.assertRaisesRegex(UserError, "Nothing of what was found can be erased"):
            self._ask().action_erase()
        self.assertTrue(own.exists())
