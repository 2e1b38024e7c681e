from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import RolloutCase
from .common_queries import QueryCase

PHASES = 200
CHECKS = 20
FEW = 5


@tagged("post_install", "-at_install")
class TestQueries(QueryCase, RolloutCase):
    """What a screen costs doesn't grow with what it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programs = cls.env["rollout.program"].create(
            [
                {
                    "name": f"Launch {number}",
                    "company_id": cls.company.id,
                    "sponsor_id": cls.sponsor.id,
                    "lead_id": cls.lead.id,
                }
                for number in range(10)
            ]
        )
        cls.few = cls._new_phases(cls.programs[0], FEW, "Small")
        cls.many = cls._new_phases(cls.programs[1], PHASES, "Large")

    @classmethod
    def _new_phases(cls, program, count, name):
        departments = cls.env["hr.department"].create(
            [{"name": f"{name} {number}", "company_id": cls.company.id} for number in range(count)]
        )
        cls.env["hr.employee"].create(
            [
                {"name": f"Of {department.name}", "company_id": cls.company.id, "department_id": department.id}
                for department in departments
            ]
        )
        today = program._get_today()
        # Notes on each in the chatter would only cost time.
        quietly = cls.env["rollout.phase"].with_context(tracking_disable=True)
        phases = quietly.create(
            [
                {
                    "program_id": program.id,
                    "department_id": department.id,
                    # Close enough for warnings.
                    "planned_go_live": today + timedelta(days=7 * number),
                    "activity_ids": [
                        Command.create(
                            {
                                "res_model_id": cls.env["ir.model"]._get_id("rollout.phase"),
                                "summary": "Ask around",
                                "user_id": cls.lead.id,
                            }
                        )
                    ],
                }
                for number, department in enumerate(departments)
            ]
        )
        cls.env["rollout.gate.check"].create(
            [
                {"phase_id": phase.id, "name": f"Seen to {number}"}
                for phase in phases
                for number in range(CHECKS - len(phase.gate_check_ids))
            ]
        )
        # Every other one is live, a while ago.
        live = cls.env["rollout.phase.stage"].search([("code", "=", "live")])
        phases[::2].write({"stage_id": live.id, "go_live_date": today - timedelta(days=10)})
        return phases

    def _spread(self, phases):
        """Let each of ten programs have a part of ``phases``."""
        self.env.flush_all()
        for number, program in enumerate(self.programs):
            self.env.cr.execute(
                "UPDATE rollout_phase SET program_id = %s WHERE id = ANY(%s)",
                [program.id, phases.ids[number :: len(self.programs)]],
            )
        self.env.invalidate_all()

    def _assert_constant(self, call, at_most):
        few = self._count(call, self.few)
        many = self._count(call, self.many)
        self.assertEqual(many, few, f"{PHASES} phases cost {many} statements, {FEW} cost {few}")
        self.assertLessEqual(many, at_most)

    def _open_list(self, phases):
        # A page that is full is counted, too: neither one is.
        model = self.env["rollout.phase"].with_user(self.lead)
        specification = self._specification(model, "list")
        answer = model.web_search_read([("id", "in", phases.ids)], specification, limit=PHASES + 1)
        self.assertEqual(len(answer["records"]), len(phases))
        self.assertEqual({record["gate_total"] for record in answer["records"]}, {CHECKS})

    def _open_kanban(self, phases):
        model = self.env["rollout.phase"].with_user(self.lead)
        answer = model.web_read_group(
            [("id", "in", phases.ids)],
            ["stage_id"],
            [],
            auto_unfold=True,
            unfold_read_specification=self._specification(model, "kanban"),
            unfold_read_default_limit=PHASES,
        )
        records = [record for group in answer["groups"] for record in group.get("__records", ())]
        self.assertEqual(len(records), len(phases))
        self.assertEqual({record["gate_total"] for record in records}, {CHECKS})

    def _open_program(self, phases):
        program = phases.program_id.with_user(self.lead)
        [answer] = program.web_read(self._specification(program, "form"))
        self.assertEqual(len(answer["phase_ids"]), len(phases))
        self.assertEqual(answer["timeline"].count('title="Planned go-live"'), len(phases))

    def test_list(self):
        self._assert_constant(self._open_list, 60)

    def test_kanban(self):
        self._assert_constant(self._open_kanban, 60)

    def test_program_with_timeline(self):
        self._assert_constant(self._open_program, 100)

    def test_list_of_many_programs(self):
        self._spread(self.few)
        few = self._count(self._open_list, self.few)
        self._spread(self.many)
        self.assertEqual(self._count(self._open_list, self.many), few)

    def test_gates_are_one_evaluation_per_kind(self):
        """However many phases there are, each kind of check is asked once, with one statement."""
        model = self.env["rollout.gate.check"]
        kinds = set((self.many.gate_check_ids | self.many.exit_check_ids).mapped("kind")) - {"manual"}
        self.assertGreater(len(kinds), 3)
        asked = []
        for kind in kinds:
            method = f"_evaluate_{kind}"
            original = getattr(type(model), method)

            def evaluate(checks, phases, kind=kind, original=original):
                asked.append((kind, len(phases)))
                return original(checks, phases)

            self.startPatcher(patch.object(type(model), method, evaluate))
        self.env.invalidate_all()
        self.many.mapped("gate_open")
        self.many.mapped("exit_open")
        self.assertEqual(sorted(asked), sorted((kind, PHASES) for kind in kinds))
