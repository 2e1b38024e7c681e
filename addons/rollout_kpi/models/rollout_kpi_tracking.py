from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from odoo.addons.rollout_phase.tools.long_name import split_name

from ..tools.milestone import MILESTONE_DAYS, milestone_days, next_milestone
from ..tools.optional_float import OptionalFloat
from ..tools.verdict import BASELINE_POINTS


class RolloutKpiTracking(models.Model):
    """A KPI followed through one go-live: its baseline and its milestones."""

    _name = "rollout.kpi.tracking"
    _description = "KPI of a Phase"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin", "rollout.guarded.mixin"]
    _order = "phase_id, kpi_id, id"
    _check_company_auto = True
    _alike_by = dict.fromkeys(("baseline_value", "target", "latest_value", "change"), ("id",))

    kpi_id = fields.Many2one("rollout.kpi", "KPI", required=True, index=True, ondelete="restrict", check_company=True)
    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade", check_company=True)
    program_id = fields.Many2one(related="phase_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    stage_code = fields.Selection(related="phase_id.stage_code")
    source = fields.Selection(related="kpi_id.source")
    unit = fields.Char(related="kpi_id.unit")
    reading_ids = fields.One2many("rollout.kpi.reading", "tracking_id", "Readings")
    baseline_ids = fields.One2many(
        "rollout.kpi.reading", "tracking_id", "Baseline Points", domain=[("role", "=", "baseline")]
    )
    milestone_ids = fields.One2many(
        "rollout.kpi.reading", "tracking_id", "Milestones", domain=[("role", "=", "milestone")]
    )
    point_ids = fields.One2many(
        "rollout.kpi.reading", "tracking_id", "Points after Go-Live", domain=[("role", "=", "point")]
    )
    baseline_locked_on = fields.Datetime(
        "Baseline Locked", readonly=True, copy=False, help="From then on it stays as it is."
    )
    target = OptionalFloat(
        aggregator="avg",
        copy=False,
        help="The value that the launch is to reach. Decided before go-live, and fixed with the baseline.",
    )
    next_due_date = fields.Date("Next Reading", compute="_compute_next_due", store=True, index=True)
    baseline_text = fields.Char("Baseline", compute="_compute_texts")
    day_30 = fields.Char(compute="_compute_texts")
    day_60 = fields.Char(compute="_compute_texts")
    day_90 = fields.Char(compute="_compute_texts")
    request_day = fields.Integer(
        readonly=True, copy=False, help="The last milestone for which somebody was asked.", aggregator=None
    )
    request_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _target_finite = models.Constraint(
        "CHECK (target > '-Infinity' AND target < 'Infinity')", "A target must be a number."
    )
    _kpi_unique = models.UniqueIndex("(phase_id, kpi_id)", "This phase already tracks that KPI.")

    @api.depends("kpi_id.display_name", "phase_id.display_name")
    def _compute_display_name(self):
        for tracking in self:
            names = (tracking.kpi_id.display_name, tracking.phase_id.display_name)
            tracking.display_name = " – ".join(filter(None, names))

    @api.model
    def _search_display_name(self, operator, value):
        """Search as the name is made: by KPI and phase; while somebody types, by either."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        each_operator = "=" if operator == "in" else operator
        domain = Domain.FALSE
        for text in value if operator == "in" else [value]:
            if operator.endswith("like"):
                domain |= Domain("kpi_id.display_name", operator, text) | Domain(
                    "phase_id.display_name", operator, text
                )
            for kpi, phase in split_name(text, " – ") if isinstance(text, str) else ():
                domain |= Domain("kpi_id.display_name", each_operator, kpi) & Domain(
                    "phase_id.display_name", each_operator, phase
                )
        return domain

    @api.depends(
        "phase_id.go_live_date", "phase_id.stage_code", "reading_ids.role", "reading_ids.state",
        "reading_ids.milestone_day", "is_extended",
    )  # fmt: skip
    def _compute_next_due(self):
        for tracking in self:
            go_live = tracking.phase_id.go_live_date
            day = next_milestone(tracking._get_taken_milestones(), tracking.is_extended)
            running = go_live and tracking.phase_id.stage_code in ("live", "stable")
            tracking.next_due_date = running and day and go_live + timedelta(days=day)

    @api.depends(
        "reading_ids.value_text", "reading_ids.role", "reading_ids.milestone_day",
        "reading_ids.state", "baseline_value",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_texts(self):
        for tracking in self:
            count = len(tracking._get_baseline_points())
            if count >= BASELINE_POINTS:
                tracking.baseline_text = tracking._format(tracking.baseline_value)
            else:
                tracking.baseline_text = self.env._(
                    "%(count)s of %(needed)s points", count=count, needed=BASELINE_POINTS
                )
            texts = {
                reading.milestone_day: reading.value_text
                for reading in tracking.reading_ids
                if reading.role == "milestone"
            }
            for day in MILESTONE_DAYS:
                tracking[f"day_{day}"] = texts.get(day)

    def _format(self, value):
        return " ".join(filter(None, [formatLang(self.env, value, digits=1), self.unit]))

    def _get_baseline_points(self):
        """Return the points of the baseline that have a value."""
        return self.reading_ids.filtered(lambda reading: reading.role == "baseline" and reading.state == "ok")

    def _get_milestone_days(self):
        """Return the days after go-live on which the KPI is read in this phase."""
        return milestone_days(self.is_extended)

    def _get_taken_milestones(self):
        """Return the days of the milestones that are read; a failed one is to be tried again."""
        return {
            reading.milestone_day
            for reading in self.reading_ids
            if reading.role == "milestone" and reading.state != "error"
        }

    @api.model
    def _get_decided_fields(self) -> set[str]:
        """Return all that a person decides about a tracking; the rest follows from its readings."""
        return {"kpi_id", "phase_id", "target", "reading_ids", "baseline_ids", "milestone_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        if not self.env.su:
            decided = self._get_decided_fields()
            vals_list = [{name: value for name, value in vals.items() if name in decided} for vals in vals_list]
            # A client may also send defaults: only those of what a person decides count.
            undecided = {f"default_{name}" for name in self._fields.keys() - decided}
            context = {key: value for key, value in context.items() if key not in undecided}
        cleaned = self.with_env(self.env(context=context))
        return super(RolloutKpiTracking, cleaned).create(vals_list)

    def write(self, vals):
        if not self.env.su:
            decided = self._get_decided_fields()
            vals = {name: value for name, value in vals.items() if name in decided}
            if {"kpi_id", "phase_id"} & vals.keys() and self.reading_ids:
                raise UserError(self.env._("These readings belong to this KPI and this phase."))
            if "target" in vals:
                self._ensure_target_is_free()
        return super().write(vals)

    def _ensure_target_is_free(self):
        self.check_access("write")
        self._lock()
        if self.filtered("baseline_locked_on"):
            raise UserError(
                self.env._("The target is fixed with the baseline since go-live: it must not follow what came out.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        if self.filtered("baseline_locked_on") or self.milestone_ids:
            self._refuse_locked()

    def _refuse_locked(self):
        raise UserError(self.env._("The baseline is locked since go-live: what was measured then stays."))

    def _lock(self):
        """Keep everybody else from locking the baseline or taking a reading at this moment."""
        self._wait_turn()

    def _lock_baseline(self):
        self.filtered(lambda tracking: not tracking.baseline_locked_on).write(
            {"baseline_locked_on": fields.Datetime.now()}
        )
