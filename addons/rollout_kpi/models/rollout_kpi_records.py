import ast

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..tools.measurement import Window, windows_before

RECORDS = "records"

NUMERIC = ("integer", "float", "monetary")
TEMPORAL = ("date", "datetime")
# Which further choices each measure takes.
MEASURES_OF_A_FIELD = ("sum", "avg", "median")

# What decides which records are read, and how: whoever sets one of these must be allowed to read them.
RECORDS_FIELDS = {
    "record_model",
    "record_domain",
    "date_field",
    "measure",
    "value_field",
    "start_field",
    "end_field",
    "duration_unit",
    "share_domain",
}


class RolloutKpi(models.Model):
    """Any of Odoo's models as the source of a number: chosen, never programmed.

    A model, a filter, a date and a measure say what is counted. They are read with the rights of
    the person who chose them, so that a KPI shows nobody more than its author may see.
    """

    _inherit = "rollout.kpi"

    record_model = fields.Selection("_selection_record_model", "Records", help="What is counted or measured.")
    record_domain = fields.Char("Filter", default="[]", help="Which of the records count.")
    date_field = fields.Char("Date", help="The day on which a record counts.")
    measure = fields.Selection(
        [
            ("count", "Number of records"),
            ("sum", "Sum of a field"),
            ("avg", "Average of a field"),
            ("median", "Median of a field"),
            ("duration", "Median time between two dates"),
            ("share", "Share that meets a condition"),
        ],
        default="count",
    )
    value_field = fields.Char("Measured Field")
    start_field = fields.Char("From")
    end_field = fields.Char("Until", help="A record without both dates doesn't count.")
    duration_unit = fields.Selection(
        [("hours", "Hours"), ("days", "Days"), ("working_days", "Working days")],
        "In",
        default="days",
        help="Working days are those of the company's working schedule, holidays left out: from the first day, which "
        "doesn't count, to the last, which does.",
    )
    share_domain = fields.Char("Condition", default="[]", help="The share of records that meet this, in percent.")
    definer_id = fields.Many2one(
        "res.users",
        "Defined By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The records are read with the rights of this person.",
    )

    @api.model
    def _selection_record_model(self):
        found = self.env["ir.model"].get_available_models()
        return sorted(((model["model"], model["display_name"]) for model in found), key=lambda pair: pair[1])

    @api.model
    def _get_meaning_fields(self):
        return super()._get_meaning_fields() | RECORDS_FIELDS

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        if not self.env.su:
            # A client may also send defaults: whose rights count is not for it to say.
            context = {key: value for key, value in context.items() if key != "default_definer_id"}
        vals_list = [{**vals, "definer_id": self.env.uid} for vals in vals_list]
        return super(RolloutKpi, self.with_env(self.env(context=context))).create(vals_list)

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "definer_id"}
        if (RECORDS_FIELDS | {"source"}) & vals.keys():
            vals["definer_id"] = self.env.uid
        return super().write(vals)

    @api.constrains("source", *sorted(RECORDS_FIELDS))
    def _check_records(self):
        for kpi in self:
            if kpi.source == RECORDS and (problem := kpi._find_problem(self.env.user)):
                raise ValidationError(problem)

    def _find_problem(self, user) -> str | None:
        """Return, in a sentence, why these records can't be measured with the rights of ``user``."""
        self.ensure_one()
        if not self.record_model:
            return self.env._("Choose the records to be measured.")
        if self.record_model not in self.env:
            return self.env._(
                "“%s” is not in this database any more: the app that brought it is gone.", self.record_model
            )
        if not self.measure:
            return self.env._("Choose what is measured.")
        records = self.env[self.record_model].with_user(user)
        if records._abstract or records._transient or not records.has_access("read"):
            return self.env._("%(user)s may not read “%(model)s”.", user=user.name, model=records._description)
        for label, name, types in self._get_chosen_fields():
            if problem := self._find_field_problem(records, label, name, types):
                return problem
        conditions = [self.record_domain, self.share_domain if self.measure == "share" else None]
        for condition in filter(None, conditions):
            try:
                records._search(self._parse_domain(condition))
            except AccessError as error:
                return str(error)
            except Exception as error:  # whatever a typed domain may hold
                return self.env._("This filter can't be used: %s", error)
        return None

    def _get_chosen_fields(self) -> list[tuple]:
        """Return ``(label, name, types)`` of the fields that the measure needs."""
        labels = {name: self._fields[name]._description_string(self.env) for name in RECORDS_FIELDS}
        chosen = [("date_field", TEMPORAL)]
        if self.measure in MEASURES_OF_A_FIELD:
            chosen.append(("value_field", NUMERIC))
        elif self.measure == "duration":
            chosen += [("start_field", TEMPORAL), ("end_field", TEMPORAL)]
        return [(labels[name], self[name], types) for name, types in chosen]

    def _find_field_problem(self, records, label, name, types):
        field = records._fields.get(name) if name else None
        if not name:
            return self.env._("Choose a field for “%s”.", label)
        if not field:
            return self.env._("The field “%(field)s” of “%(model)s” is gone.", field=name, model=records._description)
        if field.type not in types or not field.store or field.company_dependent:
            return self.env._("“%(field)s” can't be used for “%(label)s”.", field=name, label=label)
        if not records._has_field_access(field, "read"):
            return self.env._("%(user)s may not read “%(model)s”.", user=records.env.user.name, model=name)
        return None

    @api.onchange("record_model")
    def _onchange_record_model(self):
        # What was chosen of another model has no meaning here.
        for name in ("record_domain", "share_domain"):
            self[name] = "[]"
        for name in ("value_field", "start_field", "end_field"):
            self[name] = False
        self.date_field = "create_date" if self.record_model else False

    @api.onchange("measure", "duration_unit")
    def _onchange_measure(self):
        """Propose the unit that follows from the measure, in place of one proposed before."""
        units = dict(self._fields["duration_unit"]._description_selection(self.env))
        proposals = {"share": "%", **{unit: label.lower() for unit, label in units.items()}}
        if self.source == RECORDS and (not self.unit or self.unit in proposals.values()):
            self.unit = proposals.get(self.duration_unit if self.measure == "duration" else self.measure)

    @api.model
    def _parse_domain(self, text: str) -> Domain:
        """Read a filter as it is stored: values alone, nothing that would be run.

        :raise ValueError: the text is no such filter
        """
        return Domain(ast.literal_eval(text or "[]"))

    def action_try(self):
        """Show what the KPI would measure today, for the current company.

        :raise UserError: why it can't be measured
        """
        self.ensure_one()
        self.check_access("write")
        company = self.company_id or self.env.company
        today = fields.Date.context_today(self)
        tz = self.env.context.get("tz") or self.env.user.tz or "UTC"
        [(date_from, date_to)] = windows_before(today, self.window_days)
        window = Window("try", self.id, company.id, tz, date_from, date_to)
        answer = self._measure([window])["try"]
        if answer.error:
            raise UserError(answer.error)
        if answer.value is None:
            text = self.env._(
                "Too few data: %(count)s records in the last %(days)s days, and %(needed)s are needed.",
                count=answer.count,
                days=self.window_days,
                needed=self.min_count,
            )
        else:
            value = " ".join(filter(None, [formatLang(self.env, answer.value, digits=1), self.unit]))
            text = self.env._(
                "%(value)s, from %(count)s records in the last %(days)s days",
                value=value,
                count=answer.count,
                days=self.window_days,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"title": self.name, "message": text, "type": "info", "sticky": False},
        }
