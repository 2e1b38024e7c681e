from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.milestone import EXTENDED_DAYS, MILESTONE_DAYS
from ..tools.optional_float import OptionalFloat


class RolloutKpiMilestone(models.Model):
    """Every milestone of every KPI on its day: those that were read, and those that are still to come.

    Those of a department that isn't live yet follow from its planned go-live, and move with it.
    """

    _name = "rollout.kpi.milestone"
    _description = "KPI Milestone"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _auto = False
    _order = "date, id"
    _depends = {
        "rollout.kpi.tracking": ["kpi_id", "phase_id", "program_id", "company_id", "is_extended"],
        "rollout.phase": ["go_live_date", "planned_go_live", "stage_code", "active"],
        "rollout.kpi.reading": ["tracking_id", "role", "milestone_day", "state", "value", "due_date", "late"],
    }
    _alike_by = {"value": ("id",)}

    tracking_id = fields.Many2one("rollout.kpi.tracking", "KPI of a Phase", readonly=True)
    kpi_id = fields.Many2one("rollout.kpi", "KPI", readonly=True)
    phase_id = fields.Many2one("rollout.phase", readonly=True)
    program_id = fields.Many2one("rollout.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    milestone_day = fields.Integer("Day", readonly=True, aggregator=None)
    date = fields.Date(readonly=True)
    is_plan = fields.Boolean("Planned", readonly=True, help="The department is not live yet: the day may still move.")
    reading_id = fields.Many2one("rollout.kpi.reading", readonly=True)
    value = OptionalFloat(readonly=True, aggregator="avg")
    value_text = fields.Char("Value Read", related="reading_id.value_text")
    state = fields.Selection(
        [
            ("read", "Read"),
            ("late", "Read late"),
            ("missing", "Missing"),
            ("due", "Coming"),
            ("planned", "Planned"),
        ],
        compute="_compute_state",
    )

    @property
    def _table_query(self):
        # A reading that failed is to be tried again; a department that was cancelled is read no more.
        return SQL(
            """SELECT tracking.id::bigint * 1000 + milestone.day AS id, tracking.id AS tracking_id,
                      tracking.kpi_id, tracking.phase_id, tracking.program_id, tracking.company_id,
                      milestone.day AS milestone_day, reading.id AS reading_id, reading.value,
                      phase.go_live_date IS NULL AS is_plan,
                      COALESCE(reading.due_date,
                               COALESCE(phase.go_live_date, phase.planned_go_live) + milestone.day) AS date
                 FROM rollout_kpi_tracking tracking
                 JOIN rollout_phase phase ON phase.id = tracking.phase_id
           CROSS JOIN unnest(%(days)s) AS milestone(day)
            LEFT JOIN rollout_kpi_reading reading
                   ON reading.tracking_id = tracking.id AND reading.role = 'milestone'
                  AND reading.milestone_day = milestone.day AND reading.state != 'error'
                WHERE COALESCE(reading.due_date, phase.go_live_date, phase.planned_go_live) IS NOT NULL
                  AND (milestone.day <= %(last)s OR tracking.is_extended OR reading.id IS NOT NULL)
                  AND (phase.stage_code != 'cancelled' OR reading.id IS NOT NULL)""",
            days=[*MILESTONE_DAYS, *EXTENDED_DAYS],
            last=MILESTONE_DAYS[-1],
        )

    @api.depends("reading_id", "date", "is_plan")
    def _compute_state(self):
        today_by_program = {program: program._get_today() for program in self.program_id}
        for milestone in self:
            if milestone.reading_id:
                milestone.state = "late" if milestone.reading_id.late else "read"
            elif milestone.is_plan:
                milestone.state = "planned"
            elif not (milestone.program_id and milestone.date):
                milestone.state = False
            else:
                is_over = milestone.date < today_by_program[milestone.program_id]
                milestone.state = "missing" if is_over else "due"

    @api.depends("kpi_id.display_name", "phase_id.display_name", "milestone_day", "value_text")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for milestone in self:
            day = self.env._("Day %s", milestone.milestone_day)
            name = " – ".join(filter(None, [milestone.kpi_id.display_name, milestone.phase_id.display_name]))
            text = f"{day}: {name}"
            milestone.display_name = f"{text}: {milestone.value_text}" if milestone.value_text else text

    def action_open_tracking(self):
        self.ensure_one()
        return self.tracking_id.get_formview_action()
