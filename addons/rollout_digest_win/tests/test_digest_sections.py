from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.rollout_digest.tests.common_sections import THURSDAY, SectionsCase
from odoo.addons.rollout_win.tests.common import WinCase


@tagged("post_install", "-at_install")
class TestDigestSections(SectionsCase, WinCase):
    def _tell(self, program):
        return self._publish("Closed in six days", THURSDAY, program).name

    def _publish(self, name, moment, program=None):
        return self.env["rollout.win"].create(
            {
                "name": name,
                "program_id": (program or self.program).id,
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
