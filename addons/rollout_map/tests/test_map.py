"""The workflow map and the shadow-system register: records, gate, access and import."""

from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import MapCase


@tagged("post_install", "-at_install")
class TestMap(MapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_phase = cls._new_phase(cls._new_department("Inventory"))
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})

    def _answer(self, kind):
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == kind)
        check.ensure_one().invalidate_recordset()
        return check.state, check.detail

    def test_a_workflow_is_mapped_by_its_steps(self):
        workflow = self.env["rollout.workflow"].create({"phase_id": self.phase.id, "name": "Pay a bill"})
        self.assertEqual((workflow.state, workflow.step_count), ("to_map", 0))
        workflow.step_ids = [Command.create({"name": n}) for n in ("Print", "Sign", "Type")]
        self.assertEqual((workflow.state, workflow.step_count), ("mapped", 3))
        workflow.step_ids[:2].unlink()
        self.assertEqual((workflow.state, workflow.step_count), ("mapped", 1))
        workflow.step_ids.unlink()
        self.assertEqual((workflow.state, workflow.step_count), ("to_map", 0))

    def test_gate_asks_for_the_steps_of_every_workflow(self):
        self.assertEqual(self._answer("workflows")[0], "missing")
        mapped, bare = self.env["rollout.workflow"].create(
            [
                {
                    "phase_id": self.phase.id,
                    "name": "Pay a bill",
                    "step_ids": [Command.create({"name": "Print"})],
                },
                {"phase_id": self.phase.id, "name": "Close the month"},
            ]
        )
        self.assertEqual(self._answer("workflows"), ("fail", "1 of 2 workflows have their steps written down"))
        bare.step_ids = [Command.create({"name": "Wait"})]
        self.assertEqual(self._answer("workflows")[0], "pass")
        (mapped | bare).unlink()
        self.assertEqual(self._answer("workflows")[0], "missing")

    def test_gate_asks_for_the_fate_of_every_shadow_system(self):
        state, detail = self._answer("shadow_systems")
        self.assertEqual(state, "missing", "an empty register means that nobody has asked")
        self.assertIn("the sponsor can waive this check", detail)
        system = self.env["rollout.shadow.system"].create({"phase_id": self.phase.id, "name": "Bills.xlsx"})
        self.env["rollout.shadow.system"].create(
            [
                {"phase_id": self.phase.id, "name": "Ledger notes", "fate": "kept"},
                {"phase_id": self.other_phase.id, "name": "Another department's"},
            ]
        )
        self.assertEqual(self._answer("shadow_systems"), ("fail", "1 of 2 shadow systems have a decided fate"))
        with self.assertRaisesRegex(UserError, "1 of 2 shadow systems"):
            self.phase.with_user(self.lead).action_go_live()
        system.write({"fate": "replaced", "retire_date": "2026-06-01"})
        self.assertEqual(self._answer("shadow_systems")[0], "pass")

    def test_gate_asks_for_it_of_phases_from_before_as_well(self):
        kinds = {"workflows", "shadow_systems"}
        self.phase.gate_check_ids.filtered(lambda check: check.kind in kinds).unlink()
        self.phase._add_missing_gate_checks()
        checks = self.phase.gate_check_ids.filtered(lambda check: check.kind in kinds)
        self.assertEqual(checks.mapped("is_demanded"), [True, True])

    def test_what_the_system_writes_is_answered_by_a_person(self):
        workflow = self.env["rollout.workflow"].create({"phase_id": self.phase.id, "name": "Pay a bill"})
        robot = self.env.ref("base.partner_root")
        for author in (robot.id, False):
            self.assertIn(self.lead.email, workflow._notify_get_reply_to(robot.email, author)[workflow.id])
        own = workflow._notify_get_reply_to("ann@launching.example.com", self.sponsor.partner_id.id)
        self.assertNotIn(self.lead.email, own[workflow.id])

    def test_what_ends_needs_a_date(self):
        system = self.env["rollout.shadow.system"].create(
            {"phase_id": self.phase.id, "name": "Bills.xlsx", "fate": "kept"}
        )
        for fate in ("replaced", "kept_until"):
            with (
                self.subTest(fate=fate),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                system.fate = fate
                system.flush_recordset()
            system.invalidate_recordset()
        system.write({"fate": "kept_until", "retire_date": "2026-06-01"})
        system.flush_recordset()
        self.assertEqual(system.fate, "kept_until")

    def test_both_sides_see_their_link(self):
        workflow = self.env["rollout.workflow"].create(
            {
                "phase_id": self.phase.id,
                "name": "Pay a bill",
                "shadow_system_ids": [Command.create({"phase_id": self.phase.id, "name": "Bills.xlsx"})],
            }
        )
        self.assertEqual(workflow.shadow_system_ids.workflow_ids, workflow)
        self.assertEqual(self.phase.shadow_system_ids, workflow.shadow_system_ids)

    def test_owner_of_another_company_is_refused(self):
        stranger = self.env["hr.employee"].create({"name": "Eve", "company_id": self.other_company.id})
        for model in ("rollout.workflow", "rollout.shadow.system"):
            with self.subTest(model=model), self.assertRaises(UserError):
                self.env[model].create({"phase_id": self.phase.id, "name": "x", "owner_id": stranger.id})

    def test_champion_works_on_own_phases_only(self):
        env = self.env(user=self.champion)
        for model in ("rollout.workflow", "rollout.shadow.system"):
            own = env[model].create({"phase_id": self.phase.id, "name": "Own"})
            own.name = "Still own"
            other = self.env[model].create({"phase_id": self.other_phase.id, "name": "Other"})
            with self.assertRaises(AccessError):
                env[model].create({"phase_id": self.other_phase.id, "name": "x"})
            with self.assertRaises(AccessError):
                other.with_user(self.champion).name = "x"
            with self.assertRaises(AccessError):
                own.phase_id = self.other_phase.id
            self.assertEqual(other.with_user(self.champion).name, "Other", "reading is welcome")

    def test_champion_does_not_move_steps_to_other_phases(self):
        own, other = self.env["rollout.workflow"].create(
            [{"phase_id": p.id, "name": "x"} for p in (self.phase, self.other_phase)]
        )
        step = self.env["rollout.workflow.step"].create({"workflow_id": own.id, "name": "Print"})
        with self.assertRaises(AccessError):
            step.with_user(self.champion).workflow_id = other.id
        with self.assertRaises(AccessError):
            step.with_user(self.champion).create({"workflow_id": other.id, "name": "x"})

    def test_a_phase_with_a_map_is_not_deleted(self):
        for phase, field in ((self.phase, "workflow_ids"), (self.other_phase, "shadow_system_ids")):
            phase[field] = [Command.create({"name": "x"})]
            with self.assertRaisesRegex(UserError, "Archive it instead"):
                phase.with_user(self.lead).unlink()

    def test_what_is_no_longer_told_of_a_department_is_on_record(self):
        for model in ("rollout.workflow", "rollout.shadow.system"):
            part = self.env[model].create({"name": f"Sheet of {model}", "phase_id": self.phase.id})
            part.with_user(self.champion).unlink()
            self.assertIn(f"Sheet of {model}", " ".join(self.phase.message_ids.mapped("body")))

    def _import(self, model):
        """Import the model's template as the lead's browser does, with the suggested columns."""
        template = self.env[model].get_import_templates()[0]["template"]
        with file_open(template.lstrip("/"), "rb") as file:
            content = file.read()
        wizard = (
            self.env["base_import.import"]
            .with_user(self.lead)
            .create(
                {
                    "res_model": model,
                    "file": content,
                    "file_name": template.rsplit("/", 1)[1],
                    "file_type": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                }
            )
        )
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": ",",
            "date_format": "%Y-%m-%d",
            "float_decimal_separator": ".",
            "float_thousand_separator": ",",
        }
        preview = wizard.parse_preview(options)
        self.assertNotIn("error", preview)
        headers = preview["headers"]
        paths = ["/".join(preview["matches"].get(column, [])) for column in range(len(headers))]
        self.assertNotIn("", paths, f"every column of {headers} is recognised")
        result = wizard.execute_import(paths, headers, {**preview["options"], **options})
        self.assertFalse(result["messages"])
        return self.env[model].browse(result["ids"])

    def test_workflow_template_is_imported_as_it_is(self):
        workflows = self._import("rollout.workflow")
        self.assertEqual(workflows.phase_id, self.other_phase)
        by_name = {workflow.name: workflow for workflow in workflows}
        delivery = by_name["Receive a delivery"]
        self.assertEqual(delivery.weekly_volume, 60)
        self.assertEqual(delivery.step_count, 3)
        self.assertEqual(delivery.step_ids[1].name, "Put the goods where there is room")
        self.assertEqual(by_name["Count a shelf"].state, "mapped")

    def test_shadow_system_template_is_imported_as_it_is(self):
        systems = self._import("rollout.shadow.system")
        by_name = {system.name: system for system in systems}
        stock = by_name["Stock list.xlsx"]
        self.assertEqual((stock.tool, stock.fate), ("spreadsheet", "replaced"))
        self.assertEqual(stock.retire_date, date(2027, 1, 31))
        self.assertEqual(by_name["Returns group"].hours_per_week, 3.5)
        self.assertEqual(by_name["Returns group"].fate, "undecided")
