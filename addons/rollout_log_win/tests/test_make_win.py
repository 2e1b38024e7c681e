"""A win may come of what somebody wrote, and never repeats it."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.rollout_log.tests.common import RAW, LogCase


@tagged("post_install", "-at_install")
class TestMakeWin(LogCase):
    def test_no_words_are_taken_over(self):
        item = self._new_raw_item(phase_id=self.stock.id)
        action = item.with_user(self.lead).action_make_win()
        self.assertNotIn("boss", str(action["context"]))
        form = Form(self.env["rollout.win"].with_user(self.lead).with_context(**action["context"]))
        self.assertEqual((form.program_id, form.phase_id, form.name), (self.program, self.stock, False))

    def test_no_words_of_staff_in_what_everybody_reads(self):
        self._new_raw_item()
        wins = self.env["rollout.win"].with_user(self.lead)
        for values in ({"name": RAW}, {"name": "A win", "text": RAW}):
            win = wins.create({"program_id": self.program.id, **values})
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "own words"), self.env.cr.savepoint():
                win.action_publish()
        told = wins.create({"program_id": self.program.id, "name": "The printer works"})
        told.action_publish()
        with self.assertRaisesRegex(ValidationError, "own words"):
            told.text = RAW.upper()
