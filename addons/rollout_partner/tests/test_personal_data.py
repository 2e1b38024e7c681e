from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

PERSONAL = {
    "rollout.partner.score": {"partner_id": "scorecards"},
    "rollout.partner.scorecard": {"partner_id": "scorecards"},
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, RolloutCase):
    MODULE = "rollout_partner"
    PERSONAL = PERSONAL

    def _ask(self, name, user):
        with Form(self.env["rollout.personal.data.wizard"].with_user(user)) as form:
            form.name = name
        return form.record

    def test_scorecards_about_somebody(self):
        consultant = self.env["res.partner"].create({"name": "Chai Ltd"})
        self.env["rollout.partner.scorecard"].create({"program_id": self.program.id, "partner_id": consultant.id})
        wizard = self._ask("chai ltd", self.lead)
        self.assertEqual(wizard.partner_ids, consultant.with_user(self.lead))
        found = wizard._find()
        self.assertEqual({kind: len(kept.records) for kind, kept in found.items() if kept.records}, {"scorecards": 1})
        self.assertFalse(found["scorecards"].get_erasable())
        self.assertEqual([row["moment"] for row in wizard._prepare_export()["scorecards"]], ["choice"])
        self.assertFalse(self._ask("chai ltd", self.stranger)._find()["scorecards"].records)
