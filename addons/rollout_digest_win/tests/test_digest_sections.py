from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.rollout_win.tests.common import WinCase

THURSDAY = datetime(2026, 11, 19, 3, 0)
MONDAY = datetime(2026, 11, 23, 1, 0)


@tagged("post_install", "-at_install")
class TestDigestSections(WinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.program"].search([("id", "!=", cls.program.id)]).active = False

    def _render(self, audience, moment=MONDAY, programs=None):
        programs = programs or self.program
        with self._at(moment):
            bodies = self.env["rollout.digest.section"]._render_digests(programs, audience)
        return bodies[programs[0].id]

    def _publish(self, name, moment):
        return self.env["rollout.win"].create(
            {
                "name": name,
                "program_id": self.program.id,
                "state": "published",
                "published_on": moment,
                "thanked_names": "Lek from the agency",
            }
        )

    def test_wins_without_names(self):
        self._publish("Closed in <five> days", THURSDAY)
        self._publish("Long ago", THURSDAY - timedelta(days=10))
        for audience in ("staff", "champion", "lead", "sponsor"):
            body = self._render(audience)
            self.assertIn("Closed in &lt;five&gt; days", body)
            self.assertNotIn("Long ago", body)
            self.assertNotIn("Lek", body)

    def test_in_a_mail_about_one_phase(self):
        """As the mail at a milestone: what tells of the program is in it, too."""
        self._publish("Closed in five days", THURSDAY)
        with self._at(MONDAY):
            [body] = (
                self.env["rollout.digest.section"]
                ._render_digests(self.program, "lead", phases=self.accounting, subtitle="Accounting, day 30")
                .values()
            )
        for text in ("Accounting, day 30", "Closed in five days"):
            self.assertIn(text, body)
        self.assertNotIn("Stock", body)

    def test_queries_do_not_grow_with_the_programs(self):
        def measured(count):
            programs = self.env["rollout.program"]
            for number in range(count):
                program = self.program.copy({"name": f"P{count}-{number}"})
                programs |= program
                self.env["rollout.win"].create(
                    {"name": "A win", "program_id": program.id, "state": "published", "published_on": THURSDAY}
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at(MONDAY):
                for audience in ("lead", "staff"):
                    self.env["rollout.digest.section"]._render_digests(programs, audience)
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(10), measured(2))
