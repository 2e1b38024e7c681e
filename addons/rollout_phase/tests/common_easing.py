from .common_notes import NotesCase


class EasingCase(NotesCase):
    """What asks less of the departments is signed anew; for test classes next to RolloutCase.

    ``EASING`` has ``{field of the program: a value that asks less than its default}``.
    """

    EASING = {}

    def test_what_asks_less_is_signed_anew(self):
        program = self.program.with_user(self.lead).with_context(tracking_disable=True)
        self.assertLessEqual(self.EASING.keys(), program._get_easing().keys())
        # What is made and changed in one go has no changes to tell of.
        self.env.flush_all()
        self.env.cr.precommit.run()
        for name, value in self.EASING.items():
            with self.subTest(field=name):
                program.write({name: program.default_get([name])[name]})
                self.program.with_user(self.sponsor).action_sign_expectations()
                self.env.flush_all()
                self.env.cr.precommit.run()
                before = program.message_ids
                program.write({name: value})
                self.assertFalse(self.program.signature_id)
                self.assertIn(name, self._read_notes(self.program))
                told = (program.message_ids - before).filtered(lambda note: "asks less" in str(note.body))
                self.assertEqual(told.partner_ids, self.sponsor.partner_id)
