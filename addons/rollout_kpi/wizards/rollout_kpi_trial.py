from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.rollout_base.tools.reader_dates import format_date

from ..tools.measurement import Window, windows_before

# How many of the weekly points of which a verdict is made are shown.
WEEKS = 4


class RolloutKpiTrial(models.TransientModel):
    """What a KPI would measure today, before anybody relies on it."""

    _name = "rollout.kpi.trial"
    _description = "Trial of a KPI"
    _inherit = ["rollout.wizard.mixin"]

    kpi_id = fields.Many2one("rollout.kpi", "KPI", required=True, ondelete="cascade")
    # Made from our own template, which escapes what people typed.
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("kpi_id")
    def _compute_result(self):
        for trial in self:
            kpi = trial.kpi_id._origin
            values = trial._prepare_values(kpi) if kpi else None
            trial.result = self.env["ir.qweb"]._render("rollout_kpi.kpi_trial", values) if values else False

    # A source that fails is rolled back, by which a dialog that isn't saved forgets its KPI.
    def _prepare_values(self, kpi) -> dict:
        """Return what the template shows: the rows of all periods, and how it was measured or why it can't be."""
        company = kpi.company_id or self.env.company
        tz = self.env.context.get("tz") or self.env.user.tz or "UTC"
        today = fields.Date.context_today(self)
        periods = windows_before(today, kpi.window_days) + windows_before(today, 7, WEEKS)[::-1]
        windows = [Window(number, kpi.id, company.id, tz, *bounds) for number, bounds in enumerate(periods)]
        answers = kpi._measure(windows)
        whole = answers[0]
        return {
            "error": whole.error,
            "method": whole.method,
            "rows": [self._prepare_row(kpi, window, answers[window.key]) for window in windows],
        }

    def _prepare_row(self, kpi, window, answer) -> dict:
        return {
            "period": self.env._(
                "%(first)s to %(last)s",
                first=format_date(self.env, window.date_from),
                last=format_date(self.env, window.date_to - timedelta(days=1)),
            ),
            "days": self.env._("%s days", window.days),
            "value": self._describe_value(kpi, answer, kpi._get_needed_records(window.days)),
            "count": answer.count,
            "waiting": answer.waiting,
            "oldest": self._add_unit(kpi, answer.oldest) if answer.oldest is not None else "",
        }

    def _describe_value(self, kpi, answer, needed: int) -> str:
        if answer.error:
            return answer.error
        if answer.value is None:
            return self.env._("Too few data: %(count)s of %(needed)s records", count=answer.count, needed=needed)
        value = self._add_unit(kpi, answer.value)
        return self.env._("more than %s", value) if answer.at_least else value

    def _add_unit(self, kpi, value: float) -> str:
        return " ".join(filter(None, [formatLang(self.env, value, digits=1), kpi.unit]))
