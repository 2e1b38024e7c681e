from odoo import Command
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_queries import QueryCase

from .common import MapCase

FEW, MANY = 5, 200


@tagged("post_install", "-at_install")
class TestQueries(QueryCase, MapCase):
    """What the gates ask doesn't cost more for many phases."""

    @classmethod
    def _new_phases(cls, count, name):
        departments = cls.env["hr.department"].create(
            [{"name": f"{name} {number}", "company_id": cls.company.id} for number in range(count)]
        )
        # Notes on each in the chatter would only cost time.
        return (
            cls.env["rollout.phase"]
            .with_context(tracking_disable=True)
            .create(
                [
                    {
                        "program_id": cls.program.id,
                        "department_id": department.id,
                        "workflow_ids": [Command.create({"name": "Pay a bill"})],
                        "shadow_system_ids": [Command.create({"name": "Bills.xlsx"})],
                    }
                    for department in departments
                ]
            )
        )

    def test_gates_are_one_evaluation_per_kind(self):
        phases = [self._new_phases(FEW, "Small"), self._new_phases(MANY, "Large")]
        checks = self.env["rollout.gate.check"]
        for evaluate in (checks._evaluate_workflows, checks._evaluate_shadow_systems):
            for some in phases:
                self.assertEqual(set(evaluate(some)), set(some.ids))
                self.assertEqual(self._count(evaluate, some), 1)
