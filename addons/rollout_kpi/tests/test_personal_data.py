from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

from .common import KpiCase

PERSONAL = {
    "rollout.kpi": {"definer_id": "kpis"},
    "rollout.kpi.countermeasure": {"user_id": "countermeasures"},
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, KpiCase):
    MODULE = "rollout_kpi"
    PERSONAL = PERSONAL

    def test_what_is_known_of_somebody(self):
        self.env["rollout.kpi.countermeasure"].create(
            {
                "name": "One more till",
                "tracking_id": self._track().id,
                "user_id": self.champion.id,
                "deadline": fields.Date.today() + timedelta(days=9),
            }
        )
        wizard = self.env["rollout.personal.data.wizard"].with_user(self.lead).create({"name": "ann"})
        data = wizard._prepare_export()
        self.assertEqual([row["name"] for row in data["countermeasures"]], ["One more till"])
