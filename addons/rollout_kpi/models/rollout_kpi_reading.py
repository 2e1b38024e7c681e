from datetime import timedelta
from statistics import median

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context, formatLang

from odoo.addons.rollout_base.tools.reader_dates import format_date

from ..tools.optional_float import OptionalFloat
from .rollout_kpi import MANUAL

# What may still be changed in a baseline point entered by hand, as long as nothing is locked.
DRAFT_FIELDS = {"date_from", "date_to", "value", "method"}


class RolloutKpiReading(models.Model):
    """One value of a KPI in a phase: a point before or after go-live, or a milestone.

    People add and remove points of a baseline until it is locked, and enter the milestones of
    KPIs that are entered by hand. Nothing else of a reading is theirs to change.
    """

    _name = "rollout.kpi.reading"
    _description = "Rollout KPI Reading"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _program_path = "phase_id.program_id"
    _order = "tracking_id, date_to, id"
    _check_company_auto = True
    _alike_by = {"value": ("id",), "level": ("id",)}
    # Made on their own, with a reason: never together with what they correct.
    _system_fields = frozenset({"correction_ids"})

    tracking_id = fields.Many2one(
        "rollout.kpi.tracking", "KPI of a Phase", required=True, index=True, ondelete="cascade", check_company=True
    )
    phase_id = fields.Many2one(related="tracking_id.phase_id", store=True, index=True)
    kpi_id = fields.Many2one(related="tracking_id.kpi_id", store=True, index=True)
    company_id = fields.Many2one(related="tracking_id.company_id", store=True, index=True)
    unit = fields.Char(related="kpi_id.unit")
    role = fields.Selection(
        [("baseline", "Baseline"), ("point", "Point after go-live"), ("milestone", "Milestone")],
        required=True,
        default="baseline",
        help="Points are the values of single weeks, or months, of which a verdict is made.",
    )
    milestone_day = fields.Integer("Day", aggregator=None, help="Days after go-live; 0 for a point.")
    date_from = fields.Date("From", help="The first day that counts.")
    date_to = fields.Date("Until", required=True, help="The day after the last one that counts.")
    due_date = fields.Date(readonly=True, help="The day on which the milestone was to be read.")
    taken_on = fields.Datetime(readonly=True)
    late = fields.Boolean(readonly=True, help="Taken after its due day.")
    measured = fields.Boolean(readonly=True, help="From Odoo's records, not entered by hand.")
    value = OptionalFloat(aggregator="avg")
    level = OptionalFloat(
        compute="_compute_level",
        store=True,
        aggregator="avg",
        help="The value as it compares: a number of records, or a sum, for as many days as a reading looks back on.",
    )
    at_least = fields.Boolean(readonly=True, help="More than half are still open: the value can only become larger.")
    spread = OptionalFloat("90th Percentile", readonly=True, aggregator=None)
    count = fields.Integer(
        "Number of Records", readonly=True, aggregator=None, help="How many stand behind the value, open ones included."
    )
    waiting = fields.Integer("Still Open", readonly=True, aggregator=None, help="How many of them had not ended.")
    oldest = OptionalFloat("Oldest", readonly=True, aggregator=None, help="How long the oldest of them has been open.")
    facts = fields.Json(readonly=True, help="What the sentence on how it was measured is made of.")
    state = fields.Selection(
        [("ok", "Valid"), ("too_few", "Too few data"), ("error", "Failed")],
        "Result",
        required=True,
        default="ok",
        readonly=True,
    )
    method = fields.Char(help="How the value was found, so that it can be found again.")
    error = fields.Char("Problem", readonly=True, help="What went wrong, in the words of the program that failed.")
    method_text = fields.Char("How It Was Found", compute="_compute_method_text")
    made_of = fields.Char(compute="_compute_made_of")
    is_final = fields.Boolean(compute="_compute_is_final", help="Neither changed nor removed any more.")
    value_text = fields.Char("Reading", compute="_compute_value_text")
    correction_ids = fields.One2many("rollout.kpi.correction", "reading_id", "Corrections")

    _milestone_unique = models.UniqueIndex(
        "(tracking_id, milestone_day) WHERE role = 'milestone'",
        "This milestone has been read already.",
    )
    _point_unique = models.UniqueIndex(
        "(tracking_id, date_from) WHERE role = 'point'", "The value of this week has been read already."
    )
    _milestone_has_day = models.Constraint(
        "CHECK ((role != 'milestone') = (milestone_day = 0))",
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
        roles = dict(self._fields["role"]._description_selection(self.env))
        for reading in self:
            if reading.role == "milestone":
                reading.display_name = self.env._("Day %s", reading.milestone_day)
            else:
                reading.display_name = roles.get(reading.role)

    @api.depends("value", "date_from", "date_to", "kpi_id.window_days")
    def _compute_level(self):
        for reading in self:
            level = reading.value
            if level is not False and reading.date_from and reading.date_to and reading.kpi_id._is_additive():
                level *= reading.kpi_id.window_days / (reading.date_to - reading.date_from).days
            reading.level = level

    def _get_safe_levels(self, others) -> list[float]:
        """Return what these points show for sure: one that can only become larger is no sign of being smaller.

        :param others: the points with which they are compared
        """
        middle = median(others.mapped("level")) if others else None
        return [max(point.level, middle) if point.at_least and middle is not None else point.level for point in self]

    @api.depends("state", "value", "at_least", "late", "kpi_id.unit")
    @api.depends_context("lang")
    def _compute_value_text(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for reading in self:
            if reading.state != "ok":
                reading.value_text = states.get(reading.state)
                continue
            text = reading._format(reading.value)
            if reading.at_least:
                text = self.env._("more than %s", text)
            reading.value_text = self.env._("%s (late)", text) if reading.late else text

    @api.depends("method", "facts", "error")
    @api.depends_context("lang", "uid")
    def _compute_method_text(self):
        for reading in self:
            reading.method_text = (
                reading.error or reading.method or reading.kpi_id._describe(reading.facts or {}) or False
            )

    @api.depends("method_text", "measured", "date_from", "date_to", "count", "waiting", "oldest", "state")
    @api.depends_context("lang", "uid")
    def _compute_made_of(self):
        for reading in self:
            parts = [reading.method_text, reading._get_window_text()]
            if reading.measured and reading.state != "error":
                # Where there is little room, the end is cut off.
                parts = [self.env._("%s records", reading.count), reading._get_waiting_text(), *parts]
            reading.made_of = "; ".join(filter(None, parts))

    def _get_window_key(self) -> tuple:
        """Return what tells this reading from the others of the program."""
        self.ensure_one()
        return self.tracking_id.id, self.role, self.milestone_day, self.date_from

    def _get_window_text(self) -> str:
        """Return the days that count, the last one included."""
        self.ensure_one()
        if not self.date_to:
            return ""
        last = format_date(self.env, self.date_to - timedelta(days=1))
        if not self.date_from:
            return self.env._("until %s", last)
        return self.env._("%(first)s to %(last)s", first=format_date(self.env, self.date_from), last=last)

    def _get_waiting_text(self) -> str:
        """Return how many have not ended, and how long the oldest of them has been open."""
        self.ensure_one()
        # A value that was corrected is no longer that of the records.
        if not self.waiting or self.correction_ids:
            return ""
        return self.env._(
            "still open: %(count)s, the oldest for %(days)s", count=self.waiting, days=self._format(self.oldest)
        )

    def _format(self, value):
        return " ".join(filter(None, [formatLang(self.env, value, digits=1), self.unit]))

    @api.constrains("method", "measured")
    def _check_method(self):
        for reading in self:
            if not reading.measured and not (reading.method or "").strip():
                raise ValidationError(self.env._("Write down how the value was found, so that it can be found again."))

    @api.constrains("role", "date_to", "tracking_id")
    def _check_baseline_is_past(self):
        for reading in self.filtered(lambda reading: reading.role == "baseline"):
            phase = reading.phase_id
            # The last day of a window may be today, wherever the reader's day ends.
            last = phase.go_live_date or phase.program_id._get_today() + timedelta(days=1)
            if reading.date_to > last:
                raise ValidationError(self.env._("A baseline is from the time before go-live, and before today."))

    @api.constrains("date_from", "tracking_id")
    def _check_has_days(self):
        for reading in self:
            if not reading.date_from and reading.kpi_id._is_additive():
                raise ValidationError(
                    self.env._("Enter from when on it counts: a number of records of unknown days can't be compared.")
                )

    @api.constrains("role", "date_from", "date_to", "tracking_id")
    def _check_counts_once(self):
        for reading in self.filtered(lambda reading: reading.role == "baseline" and reading.date_from):
            for other in reading.tracking_id.baseline_ids.filtered("date_from") - reading:
                if reading.date_from < other.date_to and other.date_from < reading.date_to:
                    raise ValidationError(
                        self.env._(
                            "%(days)s: there is a value for these days already, and no day counts twice.",
                            days=reading._get_window_text(),
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            readings = super().create(vals_list)
        else:
            prepared = [self._prepare_stated(vals) for vals in vals_list]
            system = self._get_system_fields()
            # Defaults that a client sends state nothing.
            readings = super(RolloutKpiReading, self.with_context(clean_context(self.env.context))).create(
                [{name: value for name, value in vals.items() if name not in system} for vals in prepared]
            )
            for reading, vals in zip(readings, prepared, strict=True):
                # What follows from what a person states isn't theirs to set.
                reading.sudo().write({name: value for name, value in vals.items() if name in system})
        for reading in readings:
            if reading.role == "milestone":
                reading.tracking_id._close_request(reading.milestone_day)
        return readings

    @api.model
    def _prepare_stated(self, vals):
        """Return the values of a reading that a person enters by hand, and what follows from them.

        :raise UserError: it is not for a person to enter this reading, or not now
        """
        self.browse()._ensure_settable(vals)
        # A file that is imported for one KPI need not name it on each line.
        stated = {"tracking_id": self.env.context.get("default_tracking_id"), **vals}
        if "value" not in stated or stated["value"] is None or stated["value"] is False:
            raise UserError(self.env._("Enter the value."))
        tracking = self.env["rollout.kpi.tracking"].browse(stated.get("tracking_id"))
        tracking.check_access("write")
        tracking._lock()
        stated["taken_on"] = fields.Datetime.now()
        role = stated.get("role", "baseline")
        if role == "baseline":
            tracking._ensure_baseline_is_free()
            return {**stated, "role": role, "milestone_day": 0}
        day = stated.get("milestone_day")
        if tracking.kpi_id.source != MANUAL or role == "point":
            raise UserError(self.env._("“%s” is read from Odoo's own records.", tracking.kpi_id.name))
        days = tracking._get_milestone_days()
        if day not in days or not tracking.phase_id.go_live_date:
            raise UserError(
                self.env._(
                    "A milestone is read on day %s after go-live.",
                    ", ".join(map(str, days)),
                )
            )
        if tracking.milestone_ids.filtered(lambda reading: reading.milestone_day == day):
            raise UserError(self.env._("This milestone has been read already."))
        # A baseline that could still change once results are known would prove nothing.
        tracking.sudo()._lock_baseline()
        return {**stated, **tracking._prepare_milestone(day)}

    def write(self, vals):
        if not self.env.su:
            self.tracking_id._lock()
            for reading in self:
                if reading.is_final or reading.measured or not vals.keys() <= DRAFT_FIELDS:
                    raise UserError(self.env._("A reading stays as it was taken. Correct it, with the reason."))
            self.tracking_id._ensure_baseline_is_free()
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
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Value"),
            "res_model": "rollout.kpi.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reading_id": self.id},
        }
