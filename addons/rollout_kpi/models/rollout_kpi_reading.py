from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context, formatLang

from ..tools.optional_float import OptionalFloat
from .rollout_kpi import MANUAL

# What a person states about a value entered by hand; all else about a reading is Odoo's to say.
STATED_FIELDS = {"tracking_id", "role", "milestone_day", "date_from", "date_to", "value", "method"}
# What may still be changed in a baseline point entered by hand, as long as nothing is locked.
DRAFT_FIELDS = {"date_from", "date_to", "value", "method"}


class RolloutKpiReading(models.Model):
    """One value of a KPI in a phase: a point of the baseline, or a milestone after go-live.

    People add and remove points of a baseline until it is locked, and enter the milestones of
    KPIs that are entered by hand. Nothing else of a reading is theirs to change.
    """

    _name = "rollout.kpi.reading"
    _description = "Rollout KPI Reading"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin", "rollout.guarded.mixin"]
    _program_path = "phase_id.program_id"
    _order = "tracking_id, date_to, id"
    _check_company_auto = True
    _alike_by = {"value": ("id",)}

    tracking_id = fields.Many2one(
        "rollout.kpi.tracking", required=True, index=True, ondelete="cascade", check_company=True
    )
    phase_id = fields.Many2one(related="tracking_id.phase_id", store=True, index=True)
    kpi_id = fields.Many2one(related="tracking_id.kpi_id", store=True, index=True)
    company_id = fields.Many2one(related="tracking_id.company_id", store=True, index=True)
    unit = fields.Char(related="kpi_id.unit")
    role = fields.Selection([("baseline", "Baseline"), ("milestone", "Milestone")], required=True, default="baseline")
    milestone_day = fields.Integer("Day", aggregator=None, help="Days after go-live; 0 for a point of the baseline.")
    date_from = fields.Date("From", help="The first day that counts.")
    date_to = fields.Date("Until", required=True, help="The day after the last one that counts.")
    due_date = fields.Date(readonly=True, help="The day on which the milestone was to be read.")
    taken_on = fields.Datetime(readonly=True)
    late = fields.Boolean(readonly=True, help="Taken after its due day.")
    measured = fields.Boolean(readonly=True, help="From Odoo's records, not entered by hand.")
    value = OptionalFloat(aggregator="avg")
    spread = OptionalFloat("90th Percentile", readonly=True, aggregator=None)
    count = fields.Integer("Records", readonly=True, help="How many stand behind the value.", aggregator=None)
    state = fields.Selection(
        [("ok", "Valid"), ("too_few", "Too few data"), ("error", "Failed")],
        "Result",
        required=True,
        default="ok",
        readonly=True,
    )
    method = fields.Char(help="How the value was found, so that it can be found again.")
    error = fields.Char("Problem", readonly=True)
    is_final = fields.Boolean(compute="_compute_is_final", help="Neither changed nor removed any more.")
    value_text = fields.Char("Reading", compute="_compute_value_text")
    correction_ids = fields.One2many("rollout.kpi.correction", "reading_id", "Corrections")

    _milestone_unique = models.UniqueIndex(
        "(tracking_id, milestone_day) WHERE role = 'milestone'",
        "This milestone has been read already.",
    )
    _milestone_has_day = models.Constraint(
        "CHECK ((role = 'baseline') = (milestone_day = 0))",
        "A milestone needs the number of days after go-live.",
    )
    _value_finite = models.Constraint("CHECK (value > '-Infinity' AND value < 'Infinity')", "A value must be a number.")
    _value_as_state = models.Constraint(
        "CHECK ((state = 'ok') = (value IS NOT NULL))",
        "A reading has a value, or says why it has none.",
    )
    _dates_in_order = models.Constraint("CHECK (date_from < date_to)", "A reading must start before it ends.")

    @api.depends("role", "tracking_id.baseline_locked_on")
    def _compute_is_final(self):
        for reading in self:
            reading.is_final = reading.role != "baseline" or reading.tracking_id.baseline_locked_on

    @api.depends("role", "milestone_day")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reading in self:
            if reading.role == "milestone":
                reading.display_name = self.env._("Day %s", reading.milestone_day)
            else:
                reading.display_name = self.env._("Baseline")

    @api.depends("state", "value", "late", "kpi_id.unit")
    @api.depends_context("lang")
    def _compute_value_text(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for reading in self:
            if reading.state != "ok":
                reading.value_text = states.get(reading.state)
                continue
            text = reading._format(reading.value)
            reading.value_text = self.env._("%s (late)", text) if reading.late else text

    def _format(self, value):
        return " ".join(filter(None, [formatLang(self.env, value, digits=1), self.unit]))

    @api.constrains("method", "role", "state")
    def _check_method(self):
        for reading in self:
            if reading.state != "error" and not (reading.method or "").strip():
                raise ValidationError(self.env._("Write down how the value was found, so that it can be found again."))

    @api.constrains("role", "date_to", "tracking_id")
    def _check_baseline_is_past(self):
        for reading in self.filtered(lambda reading: reading.role == "baseline"):
            phase = reading.phase_id
            # The last day of a window may be today, wherever the reader's day ends.
            last = phase.go_live_date or phase.program_id._get_today() + timedelta(days=1)
            if reading.date_to > last:
                raise ValidationError(self.env._("A baseline is from the time before go-live, and before today."))

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        if not self.env.su:
            vals_list = [self._prepare_stated(vals) for vals in vals_list]
            # A client may also send defaults, for what is not for people to state.
            context = clean_context(context)
        cleaned = self.with_env(self.env(context=context))
        readings = super(RolloutKpiReading, cleaned).create(vals_list)
        for reading in readings:
            if reading.role == "milestone":
                reading.tracking_id._close_request(reading.milestone_day)
        return readings

    @api.model
    def _prepare_stated(self, vals):
        """Return the values of a reading that a person enters by hand.

        :raise UserError: it is not for a person to enter this reading, or not now
        """
        # A form sends what it shows, also fields which the person could not fill in.
        stated = {name: value for name, value in vals.items() if name in STATED_FIELDS}
        if "value" not in stated or stated["value"] is None or stated["value"] is False:
            raise UserError(self.env._("Enter the value."))
        tracking = self.env["rollout.kpi.tracking"].browse(stated.get("tracking_id"))
        tracking.check_access("write")
        tracking._lock()
        stated["taken_on"] = fields.Datetime.now()
        if stated.get("role", "baseline") == "baseline":
            if tracking.baseline_locked_on:
                tracking._refuse_locked()
            return {**stated, "milestone_day": 0}
        day = stated.get("milestone_day")
        if tracking.kpi_id.source != MANUAL:
            raise UserError(self.env._("“%s” is read from Odoo's own records.", tracking.kpi_id.name))
        days = tracking._get_milestone_days()
        if day not in days or not tracking.phase_id.go_live_date:
            raise UserError(
                self.env._(
                    "A milestone is read on day %s after go-live.",
                    ", ".join(map(str, days)),
                )
            )
        # A baseline that could still change once results are known would prove nothing.
        tracking.sudo()._lock_baseline()
        return {**stated, **tracking._prepare_milestone(day)}

    def write(self, vals):
        if not self.env.su:
            self.tracking_id._lock()
            for reading in self:
                if reading.is_final or reading.measured or not vals.keys() <= DRAFT_FIELDS:
                    raise UserError(self.env._("A reading stays as it was taken. Correct it, with the reason."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        if not self.env.su:
            self.tracking_id._lock()
            if self.filtered("is_final"):
                raise UserError(self.env._("A reading that counts can't be deleted."))

    @api.onchange("tracking_id", "role", "milestone_day")
    def _onchange_milestone(self):
        go_live = self.phase_id.go_live_date
        if self.role == "milestone" and self.milestone_day and go_live:
            self.date_to = go_live + timedelta(days=self.milestone_day)
            self.date_from = self.date_to - timedelta(days=self.kpi_id.window_days)

    def action_correct(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Value"),
            "res_model": "rollout.kpi.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reading_id": self.id, "default_old_value": self.value},
        }
