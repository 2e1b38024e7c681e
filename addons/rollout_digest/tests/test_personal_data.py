from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

from .common import DigestCase

PERSONAL = {
    "rollout.digest.optout": {"employee_id": "unsubscribed", "user_id": "unsubscribed"},
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, DigestCase):
    MODULE = "rollout_digest"
    PERSONAL = PERSONAL

    def test_what_is_known_of_somebody(self):
        ann = self.employees[0]
        self.env["rollout.digest.optout"].create({"program_id": self.program.id, "employee_id": ann.id})
        wizard = self.env["rollout.personal.data.wizard"].with_user(self.lead).create({"name": "ann"})
        data = wizard._prepare_export()
        self.assertEqual([row["program"] for row in data["unsubscribed"]], [self.program.display_name])
        self.assertFalse(wizard._find()["unsubscribed"].get_erasable(), "or they would get the digest again")
        other = self.env["rollout.personal.data.wizard"].with_user(self.lead).create({"name": "Bo"})
        self.assertFalse(other._find()["unsubscribed"].records)
