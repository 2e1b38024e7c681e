from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestGuarded(RolloutCase):
    """What clients send for fields that only follow from others, and to move records away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})
        cls.foreign_program = cls.env["rollout.program"].create(
            {"name": "Elsewhere", "company_id": cls.other_company.id, "sponsor_id": False, "lead_id": False}
        )

    def test_nobody_sets_what_follows_from_other_fields(self):
        phase = self.phase.with_user(self.champion)
        for values in ({"stage_code": "stable"}, {"go_live_date": "2020-01-01", "name": "x"}, {"company_id": 1}):
            with self.subTest(values=values), self.assertRaises(UserError):
                phase.write(values)
        self.assertRecordValues(phase, [{"stage_code": "preparing", "go_live_date": False, "name": "Accounting"}])
        with self.assertRaises(UserError):
            self.program.with_user(self.lead).write({"state": "done"})
        with self.assertRaisesRegex(UserError, "First Go-Live"):
            self.program.with_user(self.lead).date_start = "2020-01-01"
        self.assertEqual(self.program.state, "planned")

    def test_it_makes_no_difference_which_way_a_value_comes(self):
        """Beside write and create: defaults, copies, imports, translations, commands, the client's own methods."""
        phases = self.env["rollout.phase"].with_user(self.lead)
        values = {"program_id": self.program.id, "department_id": self._new_department("Sales").id}
        live = phases._get_stage("live")
        self.env["ir.default"].set("rollout.phase", "stage_id", live.id)
        self.assertEqual(phases.create(values).stage_code, "preparing")
        values["department_id"] = self._new_department("Shipping").id
        for number, act in enumerate(
            (
                lambda: phases.with_context(default_go_live_date="2026-01-01").create(values),
                lambda: self.phase.with_user(self.lead).copy({**values, "go_live_date": "2026-01-01"}),
                lambda: phases.web_save({**values, "go_live_date": "2026-01-01"}, {}),
                lambda: phases.browse(self.phase.id).web_save({"go_live_date": "2026-01-01"}, {}),
                lambda: self.program.with_user(self.lead).write(
                    {"phase_ids": [(1, self.phase.id, {"go_live_date": "2026-01-01"})]}
                ),
                lambda: self.program.with_user(self.lead).write(
                    {"phase_ids": [(0, 0, {**values, "go_live_date": "2026-01-01"})]}
                ),
                lambda: (
                    self.env.ref("rollout_phase.stage_live")
                    .with_user(self.lead)
                    .update_field_translations("code", {"en_US": "stable"})
                ),
            )
        ):
            with self.subTest(number=number), self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        loaded = phases.load(
            ["program_id/.id", "department_id/.id", "go_live_date"], [[*values.values(), "2026-01-01"]]
        )
        self.assertFalse(loaded["ids"])
        self.assertIn("buttons", str(loaded["messages"]))

    def test_the_guard_asks_the_database_nothing(self):
        phases = self.env["rollout.phase"].with_user(self.lead)
        vals = {"program_id": self.program.id, "department_id": self.department.id, "name": "x"}
        phases._ensure_settable(vals)
        with self.assertQueryCount(0):
            phases._ensure_settable(vals)
            phases.browse(self.phase.id)._ensure_settable(vals)
        note = self.program.with_user(self.lead).message_post(body="Hello")
        note.author_id.email_normalized  # noqa: B018 read once per person
        with self.assertQueryCount(0):
            note._refuse_other_author()

    def test_the_texts_of_a_guarded_field_are_guarded_in_every_language(self):
        stage = self.env.ref("rollout_phase.stage_live").with_user(self.lead)
        self.patch(type(stage), "_system_fields", frozenset({"name"}))
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)
        for act in (
            lambda: stage.update_field_translations("name", {"en_US": "Failed"}),
            lambda: stage.web_override_translations({"name": "Failed"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        self.assertEqual(stage.with_context(lang="en_US").name, "Live")

    def test_a_stage_is_not_forged_behind_its_code(self):
        phases = self.env["rollout.phase"].with_user(self.lead)
        values = {"program_id": self.program.id, "department_id": self._new_department("Sales").id}
        live = phases._get_stage("live").id
        with self.assertRaises(UserError):
            phases.create({**values, "stage_id": live, "stage_code": "preparing"})
        with self.assertRaises(UserError):
            phases.with_context(default_stage_id=live, default_stage_code="preparing").create(values)
        phase = phases.with_context(default_stage_code="live").create(values)
        self.env.invalidate_all()  # what is computed may be a default of other records
        self.assertEqual(phase.stage_code, "preparing")

    def test_nothing_is_moved_out_of_ones_own_reach(self):
        everywhere = self._new_phase(self.env["hr.department"].create({"name": "Everywhere", "company_id": False}))
        with self.assertRaises(AccessError):
            everywhere.with_user(self.lead).program_id = self.foreign_program
        with self.assertRaises(UserError):
            self.phase.program_id = self.foreign_program
        with self.assertRaises(AccessError):
            self.foreign_program.copy({"company_id": self.company.id}).with_user(self.lead).write(
                {"company_id": self.other_company.id}
            )
        mine, theirs = (
            self.phase.champion_ids,
            self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[1].id}),
        )
        time = self.env["rollout.champion.time"].with_user(self.champion).create({"champion_id": mine.id, "hours": 1})
        with self.assertRaises(AccessError):
            time.champion_id = theirs

    def test_a_phase_with_a_history_stays_in_its_program(self):
        another = self.program.copy()
        phase = self.phase.with_user(self.lead)
        self.program.sponsor_id = another.sponsor_id = self.lead
        phase.program_id = another
        phase.program_id = self.program
        self.program.sponsor_id = self.sponsor
        self._open_gate()
        phase.action_go_live()
        with self.assertRaisesRegex(UserError, "stays there"):
            phase.program_id = another
        phase.write({"program_id": self.program.id})
