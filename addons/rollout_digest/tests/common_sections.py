from datetime import datetime

THURSDAY = datetime(2026, 11, 19, 3, 0)
# The Monday after it, eight in the morning in Bangkok.
MONDAY = datetime(2026, 11, 23, 1, 0)


class SectionsCase:
    """What an addon adds to the digest; for test classes next to LaunchCase.

    ``_tell(program)`` makes what there is to tell of a program, and returns words of it that ``AUDIENCE`` reads.
    """

    # Odoo runs only the tests of a class itself, unless it is told otherwise.
    allow_inherited_tests_method = True
    AUDIENCE = "lead"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Other programs of the database have a digest of their own.
        (cls.env["rollout.program"].search([]) - cls.program).active = False

    def _tell(self, program):
        raise NotImplementedError

    def _render(self, audience, moment=MONDAY, programs=None, **about):
        programs = programs or self.program
        with self._at(moment):
            return self.env["rollout.digest.section"]._render_digests(programs, audience, **about)[programs[0].id]

    def test_in_a_mail_about_one_phase(self):
        """As the mail at a milestone: what tells of the program is in it, too."""
        words = self._tell(self.program)
        body = self._render(self.AUDIENCE, phases=self.accounting, subtitle="Accounting, day 30")
        for text in ("Accounting, day 30", words):
            self.assertIn(text, body)
        self.assertNotIn("Stock", body)

    def test_queries_do_not_grow_with_the_programs(self):
        def measured(count):
            programs = self.env["rollout.program"]
            for number in range(count):
                program = self.program.copy({"name": f"P{count}-{number}"})
                programs |= program
                self._tell(program)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for audience in ("sponsor", "lead", "champion", "staff"):
                self._render(audience, programs=programs)
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(10), measured(2))
