from odoo.tests import tagged

from .common import MONDAY, ProbeSectionCase, bangkok

PROGRAMS = 200
SECTION_LOG = "odoo.addons.rollout_digest.models.rollout_digest_section"
DIGEST_LOG = "odoo.addons.rollout_base.models.ir_cron"


@tagged("post_install", "-at_install")
class TestDigestIsolation(ProbeSectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.active = False
        programs = cls.env["rollout.program"].create(
            [
                {
                    "name": f"Launch {number}",
                    "company_id": cls.company.id,
                    "sponsor_id": cls.sponsor.id,
                    "lead_id": False,
                }
                for number in range(PROGRAMS)
            ]
        )
        cls.env["rollout.phase"].create(
            [{"program_id": program.id, "department_id": cls.department.id} for program in programs]
        )
        cls.programs = programs
        cls._analyze("rollout.program", "rollout.phase", "rollout.gate.check")

    def _get_bodies(self):
        bodies = {
            mail.subject: mail.body_html for mail in self.env["mail.mail"].search([("subject", "like", "Launch ")])
        }
        self.assertEqual(len(bodies), PROGRAMS)
        return bodies

    def _take_back(self):
        self.env["mail.mail"].search([("subject", "like", "Launch ")]).unlink()
        self.env["rollout.mailing"].search([("program_id", "in", self.programs.ids)]).unlink()

    def test_one_of_two_hundred_fails(self):
        self._run(bangkok(MONDAY, 8))
        healthy = self._get_bodies()
        self._take_back()
        unlucky = self.programs[77]
        working = self.registry["rollout.digest.section"]._render_probe

        def picky(section, programs, audience, phases):
            if unlucky in programs:
                section.env.cr.execute("SELECT 1 / 0")
            return working(section, programs, audience, phases)

        self.patch(self.registry["rollout.digest.section"], "_render_probe", picky)
        with self.assertLogs("odoo.sql_db", "ERROR"), self.assertLogs(SECTION_LOG, "ERROR") as log:
            self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(log.output), 1)
        broken = self._get_bodies()
        changed = {subject for subject, body in broken.items() if body != healthy[subject]}
        self.assertEqual(changed, {f"{unlucky.name}: this week"})
        body = broken[f"{unlucky.name}: this week"]
        self.assertIn("This part could not be made this time", body)
        self.assertIn("Probe", body, "the heading says which part it is")
        self.assertIn("Accounting", body, "the other part of the same mail is there")

    def test_a_program_whose_mail_fails_is_tried_again(self):
        unlucky = self.programs[5]
        working = self.registry["rollout.program"]._queue_digests

        def picky(program, *arguments):
            working(program, *arguments)
            if program == unlucky:
                program.env.cr.execute("SELECT 1 / 0")

        with self.assertLogs("odoo.sql_db", "ERROR"), self.assertLogs(DIGEST_LOG, "ERROR") as log:
            self.patch(self.registry["rollout.program"], "_queue_digests", picky)
            self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(log.output), 1)
        mails = self.env["mail.mail"].search([("subject", "like", "Launch ")])
        self.assertEqual(len(mails), PROGRAMS - 1)
        self.patch(self.registry["rollout.program"], "_queue_digests", working)
        self._run(bangkok(MONDAY, 8, 10))
        self._get_bodies()
