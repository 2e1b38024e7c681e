from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

from .common import MapCase

PERSONAL = {
    "rollout.shadow.system": {"owner_id": "shadow_systems"},
    "rollout.workflow": {"owner_id": "workflows"},
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, MapCase):
    MODULE = "rollout_map"
    PERSONAL = PERSONAL

    def test_what_somebody_knows_and_keeps(self):
        self._map_work(self.phase)
        self.phase.workflow_ids.owner_id = self.phase.shadow_system_ids.owner_id = self.employees[1]
        wizard = self.env["rollout.personal.data.wizard"].with_user(self.lead).create({"name": "Bo"})
        found = wizard._find()
        self.assertEqual(found["workflows"].records.ids, self.phase.workflow_ids.ids)
        self.assertEqual(found["shadow_systems"].records.ids, self.phase.shadow_system_ids.ids)
        self.assertFalse(found["workflows"].get_erasable() or found["shadow_systems"].get_erasable())
        data = wizard._prepare_export()
        self.assertEqual([row["name"] for row in data["workflows"]], ["Pay a bill"])
        self.assertEqual([row["name"] for row in data["shadow_systems"]], ["Bills.xlsx"])
        other = self.env["rollout.personal.data.wizard"].with_user(self.stranger).create({"name": "Bo"})
        self.assertFalse(other._find()["workflows"].records or other._find()["shadow_systems"].records)
