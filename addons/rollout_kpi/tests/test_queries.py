from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.rollout_phase.tests.common_queries import QueryCase

from .common import GO_LIVE, KpiCase

# KPIs and phases: each of them is followed in each phase.
FEW = (10, 10)
MANY = (100, 200)
# Pages as long as the web client asks for.
LINES, CARDS = 80, 40


@tagged("post_install", "-at_install")
class TestQueries(QueryCase, KpiCase):
    """What a screen of KPIs costs doesn't grow with the KPIs, the phases or their readings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.few = cls._fill(*FEW, "Small")
        cls.many = cls._fill(*MANY, "Large")

    @classmethod
    def _fill(cls, kpi_count, phase_count, name):
        """Return a new program with that many phases and KPIs: each read thrice before go-live and twice after it."""
        program = cls.program.copy({"name": name})
        departments = cls.env["hr.department"].create(
            [{"name": f"{name} {number}", "company_id": cls.company.id} for number in range(phase_count)]
        )
        phases = (
            cls.env["rollout.phase"]
            .with_context(tracking_disable=True)
            .create([{"program_id": program.id, "department_id": department.id} for department in departments])
        )
        live = cls.env["rollout.phase.stage"].search([("code", "=", "live")])
        phases.write({"stage_id": live.id, "go_live_date": GO_LIVE})
        kpis = cls.env["rollout.kpi"].create([{"name": f"{name} {number}"} for number in range(kpi_count)])
        cls.env.flush_all()
        # Twenty thousand, and a hundred thousand readings: not one by one.
        cls.env.execute_query(
            SQL(
                """INSERT INTO rollout_kpi_tracking (kpi_id, phase_id, program_id, company_id, baseline_value,
                          latest_value, latest_day, shift, change, chance, verdict, next_due_date, target,
                          baseline_locked_on)
                   SELECT kpi.id, phase.id, phase.program_id, phase.company_id, 11, 7, 60, -4, -36, 0.1,
                          'likely_improved', phase.go_live_date + 90, 5, phase.go_live_date
                     FROM rollout_kpi kpi, rollout_phase phase
                    WHERE kpi.id = ANY(%s) AND phase.id = ANY(%s)
                RETURNING id""",
                kpis.ids,
                phases.ids,
            )
        )
        cls._analyze("rollout.phase", "rollout.kpi", "rollout.kpi.tracking")
        cls.env.execute_query(
            SQL(
                """INSERT INTO rollout_kpi_reading (tracking_id, phase_id, kpi_id, company_id, role, milestone_day,
                          date_from, date_to, due_date, value, level, state, method)
                   SELECT tracking.id, tracking.phase_id, tracking.kpi_id, tracking.company_id,
                          CASE WHEN day > 0 THEN 'milestone' ELSE 'baseline' END, GREATEST(day, 0),
                          phase.go_live_date + day - 30, phase.go_live_date + day,
                          CASE WHEN day > 0 THEN phase.go_live_date + day END, 11 - day / 15, 11 - day / 15, 'ok', 'x'
                     FROM rollout_kpi_tracking tracking
                     JOIN rollout_phase phase ON phase.id = tracking.phase_id,
                          unnest(ARRAY[-60, -30, 0, 30, 60]) AS point(day)
                    WHERE tracking.program_id = %s
                RETURNING id""",
                program.id,
            )
        )
        cls._analyze("rollout.kpi.reading")
        cls.env.invalidate_all()
        return program

    def _model(self, name):
        return self.env[name].with_user(self.lead)

    def _assert_constant(self, call, at_most):
        few = self._count(call, self.few)
        many = self._count(call, self.many)
        self.assertEqual(many, few, f"{MANY} cost {many} statements, {FEW} cost {few}")
        self.assertLessEqual(many, at_most)

    def _page(self, program, model, view_type, limit):
        domain = [("program_id", "=", program.id)]
        specification = self._specification(self.env[model], view_type)
        answer = self._model(model).web_search_read(domain, specification, limit=limit, count_limit=10001)
        self.assertEqual(len(answer["records"]), min(limit, answer["length"]))
        self.assertGreaterEqual(len(answer["records"]), min(limit, FEW[0] * FEW[1]))
        return answer["records"]

    def test_list(self):
        def open_list(program):
            records = self._page(program, "rollout.kpi.tracking", "list", LINES)
            self.assertTrue(all(len(record["sparkline"]["points"]) == 5 for record in records))
            self.assertTrue(all(record["bullet"]["target"] for record in records))

        self._assert_constant(open_list, 25)

    def test_kanban(self):
        self._assert_constant(lambda program: self._page(program, "rollout.kpi.tracking", "kanban", CARDS), 25)

    def test_form(self):
        def open_form(program):
            tracking = self._model("rollout.kpi.tracking").search([("program_id", "=", program.id)], limit=1)
            [answer] = tracking.web_read(self._specification(tracking, "form"))
            self.assertEqual(len(answer["baseline_ids"]), 3)

        self._assert_constant(open_form, 40)

    def test_form_of_a_phase(self):
        def open_phase(program):
            phase = program.phase_ids[:1].with_user(self.lead)
            [answer] = phase.web_read(self._specification(phase, "form"))
            self.assertIn(len(answer["kpi_tracking_ids"]), (FEW[0], MANY[0]))

        self._assert_constant(open_phase, 150)

    def test_calendar(self):
        def open_calendar(program):
            milestones = self._model("rollout.kpi.milestone")
            names = list(self._specification(milestones, "calendar"))
            domain = [("program_id", "=", program.id), ("date", ">=", "2026-03-29"), ("date", "<=", "2026-05-09")]
            # As the client asks: up to this many.
            found = milestones.search_read(domain, [*names, "display_name", "date"], limit=500)
            self.assertEqual(len(found), min(500, program.phase_count * len(program.phase_ids[0].kpi_tracking_ids) * 2))

        self._assert_constant(open_calendar, 25)

    def test_list_of_milestones(self):
        self._assert_constant(lambda program: self._page(program, "rollout.kpi.milestone", "list", LINES), 25)

    def test_list_of_readings(self):
        def open_list(program):
            readings = self._model("rollout.kpi.reading")
            domain = [("phase_id.program_id", "=", program.id)]
            readings.web_search_read(domain, self._specification(readings, "list"), limit=LINES)

        self._assert_constant(open_list, 25)

    def test_graphs_and_pivots(self):
        def open_graphs(program):
            trackings = self._model("rollout.kpi.tracking")
            domain = [("program_id", "=", program.id)]
            groups = trackings.formatted_read_group(domain, ["kpi_id", "phase_id"], ["change:avg", "__count"])
            self.assertIn(len(groups), (FEW[0] * FEW[1], MANY[0] * MANY[1]))
            trackings.formatted_read_grouping_sets(
                domain, [[], ["kpi_id"]], ["baseline_value:avg", "target:avg", "latest_value:avg", "change:avg"]
            )
            readings = self._model("rollout.kpi.reading")
            domain = [("phase_id.program_id", "=", program.id), ("state", "=", "ok")]
            readings.formatted_read_group(domain, ["date_to:month", "kpi_id"], ["value:avg", "__count"])
            readings.formatted_read_grouping_sets(domain, [[], ["kpi_id"], ["date_to:month", "kpi_id"]], ["value:avg"])

        self._assert_constant(open_graphs, 30)
