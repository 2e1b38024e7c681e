import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .rollout_kpi import MANUAL

RECORDS = "records"

# Which further choices each measure takes.
MEASURES_OF_A_FIELD = ("sum", "avg", "median")
# Of these, nothing is 0 and no lack of data.
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


class RolloutKpi(models.Model):
    """Any of Odoo's models as the source of a number: chosen, never programmed.

    A model, a filter, a date and a measure say what is counted. They are read with the rights of
    the person who chose them, so that a KPI shows nobody more than its author may see.
    """

    _inherit = "rollout.kpi"

    record_model = fields.Selection("_selection_record_model", "Records", help="What is counted or measured.")
    record_domain = fields.Char("Filter", default="[]", help="Which of the records count.")
    # What happened in a week did happen, whatever was tidied up since; a lost lead or a refused applicant is archived
    # as its end. So the general rule is that they count.
    archived_records = fields.Selection(
        [("count", "Count"), ("ignore", "Don't count")],
        required=True,
        default="count",
        help="Whether records that have been archived count. A number that leaves them out changes for the past, too, "
        "when old records are archived.",
    )
    can_be_archived = fields.Boolean(compute="_compute_can_be_archived")
    date_field = fields.Char("Date", help="The day on which a record counts, and of which a rate of exchange is taken.")
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
    end_field = fields.Char("Until", help="Which date ends it. One in the future is not reached yet.")
    without_end = fields.Selection(
        [("open", "Still open"), ("ignore", "Doesn't count")],
        "Without an End Date",
        required=True,
        default="open",
        help="Still open: a record counts in each period in which it was open or ended, an open one with the time that "
        "it has been open. Else the time looks shorter while the slow ones aren't finished.",
    )
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
        default=lambda self: self.env.uid,
        ondelete="restrict",
        help="The records are read with the rights of this person.",
    )

    @api.depends("record_model")
    def _compute_can_be_archived(self):
        for kpi in self:
            kpi.can_be_archived = kpi.record_model in self.env and bool(self.env[kpi.record_model]._active_name)

    @api.model
    def _selection_record_model(self):
        found = self.env["ir.model"].get_available_models()
        return sorted(((model["model"], model["display_name"]) for model in found), key=lambda pair: pair[1])

    @api.model
    def _get_meaning_fields(self):
        return super()._get_meaning_fields() | RECORDS_FIELDS

    def _ensure_settable(self, vals):
        for name in {"record_domain", "share_domain"} & vals.keys():
            # The database takes no text with it, so that there would be nothing to check afterwards.
            if "\0" in str(vals[name]):
                raise UserError(self._describe_problem({"problem": "no_filter", "choice": name}))
        return super()._ensure_settable(vals)

    def write(self, vals):
        result = super().write(vals)
        if (RECORDS_FIELDS | {"source"}) & vals.keys():
            # Whose rights count is not for a client to say: it is whoever has changed what is measured.
            self.sudo().definer_id = self.env.uid
        return result

    @api.constrains("source", *sorted(RECORDS_FIELDS))
    def _check_records(self):
        user = self.env.user
        for kpi in self:
            if kpi.source == RECORDS and (
                problem := kpi._find_problem(user, ask_database=True) or kpi._find_mixed_units(user)
            ):
                raise ValidationError(kpi._describe_problem(problem))

    def _is_additive(self):
        return super()._is_additive() or (self.source == RECORDS and self.measure in ADDITIVE)

    @api.onchange("record_model")
    def _onchange_record_model(self):
        # What was chosen of another model has no meaning here.
        for name in ("record_domain", "share_domain"):
            self[name] = "[]"
        for name in ("value_field", "start_field", "end_field"):
            self[name] = False
        self.date_field = "create_date" if self.record_model else False

    @api.onchange("measure", "duration_unit", "value_field", "record_domain", "company_id")
    def _onchange_measure(self):
        """Propose the unit that follows from the measure, in place of one proposed before."""
        if self.source == RECORDS and (not self.unit or self._is_proposed_unit()):
            self.unit = self._propose_unit()

    @api.model
    def _parse_domain(self, text: str) -> Domain:
        """Read a filter as it is stored: values alone, nothing that would be run.

        :raise ValueError: the text is no such filter
        """
        return Domain(ast.literal_eval(text or "[]"))

    def action_try(self):
        """Show what the KPI would measure today, for the current company; it keeps nothing of it.

        :raise UserError: the KPI is entered by hand
        """
        self.ensure_one()
        self.env["rollout.kpi.trial"].check_access("create")
        if self.source == MANUAL:
            raise UserError(self._explain_entered_by_hand())
        trial = self.env["rollout.kpi.trial"].create({"kpi_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try “%s”", self.name),
            "res_model": trial._name,
            "res_id": trial.id,
            "view_mode": "form",
            "target": "new",
        }
