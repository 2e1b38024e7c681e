import logging
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.measurement import Measurement, checked, needed_records
from ..tools.verdict import DEFAULT_THRESHOLD

_logger = logging.getLogger(__name__)

MANUAL = "manual"
RECORDS = "records"
# Of the measures of records, those of which nothing is 0 and no lack of data.
ADDITIVE = ("count", "sum")
# What decides which records are read, and how: whoever sets one of these must be allowed to read them.
RECORDS_FIELDS = {
    "record_model",
    "record_domain",
    "archived_records",
    "date_field",
    "measure",
    "value_field",
    "start_field",
    "end_field",
    "without_end",
    "duration_unit",
    "share_domain",
}
# What a KPI means: readings taken with one meaning can't be compared with those of another.
MEANING_FIELDS = RECORDS_FIELDS | {
    "source",
    "unit",
    "is_weekly_hours",
    "direction",
    "threshold",
    "min_count",
    "window_days",
    "company_id",
}


class RolloutKpi(models.Model):
    """The definition of a number by which a launch is judged.

    A number is either entered by hand or measured from Odoo's records. To add a way of measuring,
    an addon extends ``source`` and adds the method ``_measure_<source>``; see the readme.
    """

    _name = "rollout.kpi"
    _description = "Rollout KPI"
    _inherit = ["rollout.shared.mixin", "rollout.name.mixin"]
    _named_within = "company_id"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char("KPI", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True, help="What the number is made of, so that everybody means the same.")
    source = fields.Selection(
        [(MANUAL, "Entered by hand"), (RECORDS, "Records of Odoo")],
        required=True,
        default=MANUAL,
        help="Where the number comes from: entered by hand, or measured from Odoo's own records.",
    )
    unit = fields.Char(translate=True, help="Such as days, hours or %.")
    is_weekly_hours = fields.Boolean(
        "Hours a Week",
        help="The value is the hours that a department works on it in a week: less of them is money saved.",
    )
    direction = fields.Selection(
        [("lower", "Lower is better"), ("higher", "Higher is better")],
        required=True,
        default="lower",
    )
    threshold = fields.Float(
        "Meaningful Change (%)",
        default=DEFAULT_THRESHOLD,
        help="A smaller change against the baseline counts as no movement. 10 % is a convention.",
        aggregator=None,
    )
    min_count = fields.Integer(
        "Minimum Number of Records",
        compute="_compute_min_count",
        store=True,
        readonly=False,
        precompute=True,
        help="With fewer records behind it, a reading has no value: too few data. The value of a week needs its share "
        "of them. A number of records, or a sum, needs none: 0 is a value.",
        aggregator=None,
    )
    window_days = fields.Integer(
        "Days per Reading",
        default=30,
        help="How many days before it a reading looks back on.",
        aggregator=None,
    )
    tracking_ids = fields.One2many("rollout.kpi.tracking", "kpi_id", "Followed In")

    _threshold_range = models.Constraint(
        "CHECK (threshold >= 0 AND threshold <= 100)",
        "A meaningful change is between 0 and 100 percent.",
    )
    _weekly_hours_lower = models.Constraint(
        "CHECK (NOT is_weekly_hours OR direction = 'lower')",
        "Hours of work are saved by working fewer of them: lower is better.",
    )
    _min_count_not_negative = models.Constraint(
        "CHECK (min_count >= 0)", "The number of records behind a value can't be negative."
    )
    _min_count_reachable = models.Constraint(
        "CHECK (min_count <= 1000000)", "A value needs 1,000,000 records behind it at most."
    )
    _window_days_range = models.Constraint(
        "CHECK (window_days BETWEEN 1 AND 366)", "A reading looks back on 1 to 366 days."
    )

    @api.depends("source")
    def _compute_min_count(self):
        for kpi in self:
            kpi.min_count = 1 if kpi.source == MANUAL else 5

    @api.constrains("company_id")
    def _check_followed_in_company(self):
        # Phases that the user may not see are none the less phases.
        for tracking_sudo in self.sudo().tracking_ids:
            company_sudo = tracking_sudo.kpi_id.company_id
            if company_sudo and company_sudo != tracking_sudo.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(kpi)s” is followed by another company than %(company)s, which would not see it any more. "
                        "Duplicate it instead.",
                        kpi=tracking_sudo.kpi_id.name,
                        company=company_sudo.name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if default and "name" in default:
            return vals_list
        return [{**vals, "name": self.env._("%s (copy)", kpi.name)} for kpi, vals in zip(self, vals_list, strict=True)]

    # Also when the addon that brought the KPI goes: what was measured stays.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_tracked(self):
        # Phases that the user may not see are none the less phases.
        if tracked_sudo := self.sudo().tracking_ids.kpi_id:
            raise UserError(self.env._("“%s” is followed in a phase. Archive it instead.", tracked_sudo[0].name))

    def _ensure_settable(self, vals):
        for name in {"record_domain", "share_domain"} & vals.keys():
            # The database takes no text with it, so that there would be nothing to check afterwards.
            if "\0" in str(vals[name]):
                raise UserError(self._describe_problem({"problem": "no_filter", "choice": name}))
        super()._ensure_settable(vals)
        if self.env.su:
            return
        # Readings that the user may not see are none the less readings.
        readings_sudo = self.sudo().tracking_ids.reading_ids
        self._ensure_unchanged(MEANING_FIELDS, vals, readings_sudo)
        # In what words it is told may still be put right as long as nothing counts.
        self._ensure_unchanged({"name", "description"}, vals, readings_sudo.filtered("is_final"))

    def _ensure_unchanged(self, names, vals, readings):
        """
        :raise UserError: a field that says what ``readings`` mean would change under them
        """
        for kpi_sudo in readings.kpi_id:
            for name in names & vals.keys():
                field = self._fields[name]
                old = field.convert_to_write(kpi_sudo[name], kpi_sudo)
                if old != vals[name] and (old or vals[name]):
                    # The context's language may be the one in which a word was to change.
                    told_sudo = kpi_sudo.with_context(lang=self.env.user.lang)
                    raise UserError(
                        told_sudo.env._(
                            "“%s” has readings already, and what they mean must not change "
                            "under them. Duplicate the KPI instead.",
                            told_sudo.name,
                        )
                    )

    def _is_additive(self) -> bool:
        """Tell whether the value of a month is the sum of its weeks', as a number of complaints is.

        Such a value needs no record behind it, and is compared per so many days.
        """
        self.ensure_one()
        return self.source == RECORDS and self.measure in ADDITIVE

    def _get_point_period(self) -> str:
        """Return of what the KPI has points: each ``week``, or each ``month`` where it happens once in one."""
        self.ensure_one()
        return "week"

    def _get_needed_records(self, days: int) -> int:
        """Return how many records must stand behind the value of a window of so many days."""
        self.ensure_one()
        return 0 if self._is_additive() else needed_records(self.min_count, self.window_days, days)

    def _describe(self, facts: dict) -> str:
        """Return in a sentence how a value was measured, or why it couldn't be, in the language of whoever reads it.

        Nothing as long as no KPI is chosen.

        :param facts: what the source has noted, see :class:`~.tools.measurement.Measurement`
        """
        if not self:
            return ""
        self.ensure_one()
        describe = getattr(self, f"_describe_{self.source}", None)
        return describe(facts) if describe else ""

    @api.model
    def _measure(self, windows: list) -> dict:
        """Measure windows of KPIs, whatever their sources.

        What goes wrong becomes the answer to its own window, and never an exception: each source
        runs in a savepoint and, if it fails, once more for each window alone.

        :param windows: :class:`~.tools.measurement.Window`
        :return: ``{window.key: Measurement}`` with an entry for each window; a value with too few
            records behind it is None, and a KPI entered by hand can't be measured
        """
        # Measuring looks at whole companies; what the reader may see is decided by the readings.
        kpis_sudo = self.sudo().browse({window.kpi_id for window in windows})
        by_id_sudo = {kpi_sudo.id: kpi_sudo for kpi_sudo in kpis_sudo}
        by_source = {}
        for window in windows:
            by_source.setdefault(by_id_sudo[window.kpi_id].source, []).append(window)
        answers = {}
        for source, batch in by_source.items():
            answers |= kpis_sudo._measure_batch(source, batch)
        return {window.key: by_id_sudo[window.kpi_id]._complete(answers[window.key], window.days) for window in windows}

    def _complete(self, answer, days):
        """Return a source's answer with its sentence, and without a value that has too few records behind it."""
        answer = checked(answer, self._get_needed_records(days))
        text = self._describe(answer.facts)
        if answer.facts.get("problem"):
            return replace(answer, error=answer.error or text)
        return replace(answer, method=text or answer.method)

    @api.model
    def _explain_entered_by_hand(self) -> str:
        """Return why a KPI that no source measures can't be measured."""
        return self.env._("The values of this KPI are entered by hand: there is nothing that Odoo could measure.")

    @api.model
    def _measure_batch(self, source, windows):
        measure = getattr(self, f"_measure_{source}", None)
        if not measure:
            return {window.key: Measurement(error=self._explain_entered_by_hand()) for window in windows}
        try:
            with self.env.cr.savepoint():
                answers = measure(windows)
            return {window.key: answers[window.key] for window in windows}
        except Exception as error:  # whatever a source does is an answer, see _measure
            if len(windows) == 1:
                _logger.info("KPI source %s failed: %r", source, error)
                return {windows[0].key: Measurement(error=f"{type(error).__name__}: {error}")}
        isolated = {}
        for window in windows:
            isolated |= self._measure_batch(source, [window])
        return isolated
