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
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "phase_id, kpi_id, id"
    _check_company_auto = True
    _alike_by = dict.fromkeys(("baseline_value", "target", "latest_value", "change"), ("id",))
    _fixed_fields = frozenset({"kpi_id", "phase_id"})

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
    def _explain_guard(self, names):
        if names & self._get_declared_fields("_fixed_fields"):
            return self.env._("One KPI is followed in one phase. Add another one, and delete this one instead.")
        return super()._explain_guard(names)

    @api.model_create_multi
    def create(self, vals_list):
        trackings = super().create(vals_list)
        if not self.env.su:
            trackings.filtered(lambda tracking: tracking.target is not False)._ensure_target_is_free()
        return trackings

    def write(self, vals):
        if not self.env.su and "target" in vals:
            self.check_access("write")
            self._lock()
            self._ensure_target_is_free()
        return super().write(vals)

    def _ensure_target_is_free(self):
        if self.filtered(lambda tracking: tracking.baseline_locked_on or tracking.phase_id.go_live_date):
            raise UserError(
                self.env._("The target is fixed with the baseline since go-live: it must not follow what came out.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        if self.filtered("baseline_locked_on") or self.milestone_ids:
            self._refuse_locked()

    def _ensure_baseline_is_free(self):
        """
        :raise UserError: what a person says about the time before go-live would be said once results may be known
        """
        for tracking in self:
            if tracking.baseline_locked_on:
                tracking._refuse_locked()
            if tracking.phase_id.go_live_date:
                raise UserError(
                    self.env._(
                        "%s is live: a baseline entered by hand could follow what came out. Follow a KPI here that is "
                        "measured from Odoo's own records, which tell of the time before, too.",
                        tracking.phase_id.name,
                    )
                )

    def _refuse_locked(self):
        raise UserError(self.env._("The baseline is locked since go-live: what was measured then stays."))

    def _lock(self):
        """Keep everybody else from locking the baseline or taking a reading at this moment."""
        self._wait_turn()

    def _lock_baseline(self):
        self.filtered(lambda tracking: not tracking.baseline_locked_on).write(
            {"baseline_locked_on": fields.Datetime.now()}
        )
