from odoo.tests import tagged

from .common import ProbeCase


@tagged("post_install", "-at_install")
class TestDigestSection(ProbeCase):
    """A section stands in the mail of its audiences, holds what they may read, and stands in nobody's way."""

    def _render(self, audience):
        return self.env["rollout.digest.section"]._render_digests(self.program, audience)[self.program.id]

    def test_each_audience_reads_its_own(self):
        self._new_probe("The shelves").action_find_good()
        self._new_probe("The tills").action_find_bad()
        lead, staff, sponsor = (self._render(audience) for audience in ("lead", "staff", "sponsor"))
        for text in ("Probes", "The shelves", "The tills"):
            self.assertIn(text, lead)
        self.assertIn("The shelves", staff)
        self.assertNotIn("The tills", staff)
        self.assertNotIn("The shelves", sponsor, "there is no record for this audience")

    def test_nothing_to_tell_is_no_section(self):
        self.assertNotIn("Probes", self._render("lead"))

    def test_one_that_fails_says_so_in_its_place(self):
        def fail(*_arguments):
            message = "Not today"
            raise ValueError(message)

        self.patch(self.registry["rollout.digest.section"], "_render_probe", fail)
        with self.assertLogs("odoo.addons.rollout_digest.models.rollout_digest_section", "ERROR"):
            body = self._render("lead")
        self.assertIn("Accounting", body, "the other sections stand")
        self.assertIn("Probes", body)
