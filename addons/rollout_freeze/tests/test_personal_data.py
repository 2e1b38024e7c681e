from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

PERSONAL = {"rollout.customization.request": {"employee_id": "requests", "decided_by_id": "request_decisions"}}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, RolloutCase):
    MODULE = "rollout_freeze"
    PERSONAL = PERSONAL

    def _ask(self, name, user=None):
        return self.env["rollout.personal.data.wizard"].with_user(user or self.lead).create({"name": name})

    def test_what_somebody_asked_for_and_decided(self):
        self.employees[1].user_id = self.staff
        request = (
            self.env["rollout.customization.request"]
            .with_user(self.staff)
            .create({"name": "A bigger button", "phase_id": self.phase.id, "why": "I can't hit it"})
        )
        request.with_user(self.sponsor)._decide("exception", "The law wants it")
        wizard = self._ask("Bo")
        found = wizard._find()
        self.assertEqual(found["requests"].records.ids, request.ids)
        self.assertFalse(found["request_decisions"].records or found["requests"].get_erasable())
        self.assertEqual(wizard._prepare_export()["requests"][0]["why"], "I can't hit it")
        wizard = self._ask(self.sponsor.name)
        found = wizard._find()
        self.assertEqual(found["request_decisions"].records.ids, request.ids)
        self.assertFalse(found["requests"].records or found["request_decisions"].get_erasable())
        self.assertEqual(wizard._prepare_export()["request_decisions"][0]["decision_reason"], "The law wants it")
        for name in ("Bo", self.sponsor.name):
            found = self._ask(name, self.stranger)._find()
            self.assertFalse(found["requests"].records or found["request_decisions"].records)
