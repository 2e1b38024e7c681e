from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestSharedConfiguration(RolloutCase):
    """The playbook: a lead changes the own company's, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = cls.env.ref("rollout_phase.template_sales")

    def test_what_all_share_is_the_administrators(self):
        for record in (self.shared, self.shared.check_ids[0]):
            with self.subTest(record=record), self.assertRaisesRegex(AccessError, "shared by all companies"):
                record.with_user(self.lead).name = "Mine"
        with self.assertRaises(AccessError):
            self.shared.with_user(self.lead).unlink()
        with self.assertRaises(AccessError):
            self.shared.with_user(self.lead).write({"check_ids": [Command.create({"name": "More"})]})
        self.lead.group_ids += self.env.ref("base.group_system")
        self.shared.with_user(self.lead).name = "Everybody's"

    def test_a_company_s_own(self):
        templates = self.env["rollout.phase.template"].with_user(self.lead)
        own = templates.create({"name": "Shop", "check_ids": [Command.create({"name": "Till"})]})
        self.assertEqual(own.company_id, self.company)
        own.name = "Renamed"
        with self.assertRaises(AccessError):
            own.company_id = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            own.with_user(self.stranger).read(["name"])
        self.assertNotIn(own.id, templates.with_user(self.stranger).search([]).ids)
        with self.assertRaises(AccessError):
            templates.create({"name": "All", "company_id": False})

    def test_a_plan_asks_for_the_program_s_company(self):
        self.lead.company_ids += self.other_company
        foreign = self.env["rollout.phase.template"].create({"name": "Foreign", "company_id": self.other_company.id})
        lead_env = self.env(
            user=self.lead, context={**self.env.context, "allowed_company_ids": (self.company + self.other_company).ids}
        )
        wizard = lead_env["rollout.plan.wizard"].create({"program_id": self.program.id})
        self.assertNotIn(foreign, wizard.line_ids.template_id)

    def test_with_one_company_there_is_nothing_to_share(self):
        # The tests' database has two companies by then, which can't be removed.
        self.patch(self.registry["rollout.phase.template"], "_is_single_company", lambda records: True)
        self.shared.with_user(self.lead).name = "Mine"
        own = self.env["rollout.phase.template"].with_user(self.lead).create({"name": "Shop"})
        self.assertFalse(own.company_id)
