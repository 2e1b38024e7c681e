from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase


@tagged("post_install", "-at_install")
class TestSharedConfiguration(RolloutCase):
    """Criteria: a lead changes the own company's, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria = cls.env["rollout.partner.criterion"].with_user(cls.lead)
        cls.shared = cls.env.ref("rollout_partner.criterion_industry")

    def test_what_all_share_is_the_administrators(self):
        with self.assertRaisesRegex(AccessError, "shared by all companies"):
            self.shared.with_user(self.lead).name = "Mine"
        with self.assertRaises(AccessError):
            self.criteria.create({"name": "All", "company_id": False})

    def test_a_company_s_own(self):
        own = self.criteria.create({"name": "Speaks Thai"})
        self.assertEqual(own.company_id, self.company)
        own.name = "Renamed"
        with self.assertRaises(AccessError):
            own.company_id = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            own.with_user(self.stranger).read(["name"])
        self.assertNotIn(own.id, own.with_user(self.stranger).search([]).ids)

    def test_a_scorecard_asks_for_the_program_s_company(self):
        self.lead.company_ids += self.other_company
        criterion = self.env["rollout.partner.criterion"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        scorecards = self.env["rollout.partner.scorecard"].with_user(self.lead)
        scorecard = scorecards.with_context(allowed_company_ids=(self.company + self.other_company).ids).create(
            {"program_id": self.program.id, "partner_id": self.company.partner_id.id}
        )
        self.assertNotIn(criterion, scorecard.line_ids.criterion_id)

    def test_with_one_company_there_is_nothing_to_share(self):
        # The tests' database has two companies by then, which can't be removed.
        self.patch(self.registry["rollout.partner.criterion"], "_is_single_company", lambda records: True)
        self.shared.with_user(self.lead).name = "Mine"
        self.assertFalse(self.criteria.create({"name": "Speaks Thai"}).company_id)

    def test_blank_and_endless_names_in_any_language(self):
        criterion = self.criteria.create({"name": "Price"})
        for name in ("   ", "\u2003\t", "\u200b", "x" * 200_000):
            with self.subTest(name=name[:9]), self.assertRaisesRegex(ValidationError, "can be read|at most"):
                criterion.update_field_translations("name", {"en_US": name})
        self.assertEqual(criterion.name, "Price")
