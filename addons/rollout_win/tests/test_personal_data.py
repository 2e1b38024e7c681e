import base64
import json

from odoo import Command
from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

from .common import WinCase


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, WinCase):
    MODULE = "rollout_win"
    PERSONAL = {
        "rollout.win": {"employee_ids": "wins"},
        "rollout.win.cheer": {"user_id": "cheers"},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mali = cls._new_employee("Mali Suk", cls.stock.department_id, user_id=cls.staff.id)

    def _thank(self):
        win = self._new_win(
            "The scanner works", employee_ids=[Command.link(self.mali.id)], thanked_names="Nomad, mali suk"
        )
        win.action_publish()
        win.with_user(self.staff).action_cheer()
        return win

    def _ask(self, name=" MALI SUK ", user=None):
        with Form(self.env["rollout.personal.data.wizard"].with_user(user or self.lead)) as form:
            form.name = name
        return form.record

    def test_found_by_name(self):
        win = self._thank()
        wizard = self._ask()
        self.assertEqual(wizard.employee_ids.ids, self.mali.ids)
        self.assertEqual(wizard._find()["wins"].records, win)
        self.assertIn("Wins That Thank Them", wizard.found)
        self.assertNotIn("Cheers", wizard.found, "whose they are is noted when it is shown")

    def test_export(self):
        self._thank()
        wizard = self._ask()
        wizard.action_export()
        data = json.loads(base64.b64decode(wizard.file))
        self.assertEqual([win["name"] for win in data["wins"]], ["The scanner works"])
        self.assertEqual(data["cheers"], ["The scanner works"])

    def test_erase(self):
        win = self._thank()
        self._ask().action_erase()
        self.env.flush_all()
        self.assertFalse(win.employee_ids)
        self.assertEqual(win.thanked_names, "Nomad")
        self.assertNotIn("Suk", win.sudo().message_id.body)
        self.assertEqual(win.cheer_count, 0)
        self.assertFalse(self._ask()._find()["wins"].records)

    def test_a_namesake_is_left_out(self):
        win = self._thank()
        namesake = self._new_employee("MALI SUK", self.accounting.department_id)
        wizard = self._ask()
        self.assertEqual(set(wizard.employee_ids.ids), {self.mali.id, namesake.id})
        wizard.employee_ids = [Command.unlink(self.mali.id)]
        wizard.action_erase()
        self.assertEqual(win.employee_ids.ids, self.mali.ids)
        self.assertEqual(win.cheer_count, 1)

    def test_nobody_is_found_in_another_company(self):
        self._thank()
        found = self._ask(user=self.stranger)._find()
        self.assertFalse(found["wins"].records or found["cheers"].records)
