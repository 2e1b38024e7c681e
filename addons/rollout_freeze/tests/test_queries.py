from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_queries import QueryCase


@tagged("post_install", "-at_install")
class TestQueries(QueryCase, RolloutCase):
    """What a screen tells of a freeze costs the same for many departments as for a few."""

    def test_phases(self):
        departments = self.env["hr.department"].create(
            [{"name": f"Department {number}", "company_id": self.company.id} for number in range(60)]
        )
        phases = (
            self.env["rollout.phase"]
            .with_context(tracking_disable=True)
            .create([{"program_id": self.program.id, "department_id": each.id} for each in departments])
        )
        phases[::2].go_live_date = self.program._get_today()
        self.env["rollout.customization.request"].create([{"name": "A button", "phase_id": p.id} for p in phases])
        names = ["freeze_end", "is_frozen", "request_count", "breach_count"]
        few, many = (self._count(some.with_user(self.lead).read, names) for some in (phases[:5], phases))
        self.assertEqual(many, few)
