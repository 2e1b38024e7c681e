"""A win may come of what somebody wrote, and never repeats it."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.rollout_feedback.tests.common import FeedbackCase

WORDS = "My boss shouts at me when the printer jams"


@tagged("post_install", "-at_install")
class TestMakeWin(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wave = cls._new_wave()
        cls.feedback = cls.env["rollout.feedback"].create(
            {"wave_id": wave.id, "comment": WORDS, "department_id": cls.stock.department_id.id}
        )

    def test_no_words_are_taken_over(self):
        action = self.feedback.with_user(self.lead).action_make_win()
        self.assertNotIn("words", str(action["context"]).replace("win_from_words", ""))
        self.assertNotIn("boss", str(action["context"]))
        form = Form(self.env["rollout.win"].with_user(self.lead).with_context(**action["context"]))
        self.assertEqual((form.program_id, form.phase_id, form.name), (self.program, self.stock, False))

    def test_no_answer_s_words_in_what_everybody_reads(self):
        wins = self.env["rollout.win"].with_user(self.lead)
        for values in ({"name": WORDS}, {"name": "A win", "text": WORDS}):
            win = wins.create({"program_id": self.program.id, **values})
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "own words"), self.env.cr.savepoint():
                win.action_publish()
        told = wins.create({"program_id": self.program.id, "name": "The printer works"})
        told.action_publish()
        with self.assertRaisesRegex(ValidationError, "own words"):
            told.text = WORDS.upper()
