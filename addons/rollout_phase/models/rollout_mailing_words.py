import re

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.reader_dates import format_week

_WEEK = re.compile(r"\d{4}-W\d\d")


class RolloutMailing(models.Model):
    """The ledger in words: which mail a row stands for, which one in the row of its kind, and why it wasn't mailed."""

    _inherit = "rollout.mailing"

    period_name = fields.Char(
        "Period",
        compute="_compute_period_name",
        search="_search_period_name",
        help="Which one in the row of its kind, such as a week.",
    )

    reason_text = fields.Char("Reason", compute="_compute_reason_text", help="Why this recipient could not be mailed.")

    @api.depends("cause", "reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        labels = dict(self._fields["cause"]._description_selection(self.env))
        for row in self:
            # Rows without a cause have the whole sentence, from a time before there were causes.
            row.reason_text = ": ".join(filter(None, [labels.get(row.cause), row.reason])) or False

    @api.model
    def _name_periods(self, purpose: str, periods: list[str]) -> dict[str, str]:
        """Hook: return how the periods of a mail read, in the context's language.

        An addon whose periods are neither weeks nor words extends this for its own purposes.

        :return: ``{period: name}`` with an entry for each of ``periods``
        """
        return {
            period: format_week(self.env, period) if _WEEK.fullmatch(period or "") else period for period in periods
        }

    @api.depends("purpose", "period")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for purpose, rows in self.grouped("purpose").items():
            names = self._name_periods(purpose, list({row.period for row in rows}))
            for row in rows:
                row.period_name = names[row.period]

    def _search_period_name(self, operator, value):
        if operator == "in":
            matches = set(value).__contains__
        elif operator == "ilike":

            def matches(name):
                return value.casefold() in name.casefold()

        else:
            return NotImplemented
        periods_by_purpose = {
            purpose: [period for period, name in self._name_periods(purpose, periods).items() if name and matches(name)]
            for purpose, periods in self._read_group([], ["purpose"], ["period:array_agg_distinct"])
        }
        return Domain.OR(
            Domain("purpose", "=", purpose) & Domain("period", "in", periods)
            for purpose, periods in periods_by_purpose.items()
        )

    @api.depends("purpose", "period_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{labels.get(row.purpose, row.purpose)}: {row.period_name}"

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        if groupby_spec != "period":
            return super()._web_read_group_groupby_formatter(groupby_spec, values)
        found = {}
        for purpose, periods in self._read_group(
            [("period", "in", list(values))], ["purpose"], ["period:array_agg_distinct"]
        ):
            for period, name in self._name_periods(purpose, periods).items():
                found.setdefault(period, set()).add(name)
        names = {period: " · ".join(sorted(found.get(period, {period}))) for period in values}
        several = {name for name in names.values() if list(names.values()).count(name) > 1}

        def format_group(period):
            # Two groups of one name would be one to the web client.
            name = f"{names[period]} ({period})" if names[period] in several else names[period]
            return name, [("period", "=", period)]

        return format_group

    @api.ondelete(at_uninstall=True)
    def _unlink_waiting_mails(self):
        """What waits to be sent leaves with its row: the links in it may open nothing any more."""
        # The queue of mails is the system's; whether the rows may go is judged by their own rights.
        mails_sudo = self.env["mail.mail"].sudo()
        mails_sudo.search([("rollout_mailing_id", "in", self.ids), ("state", "=", "outgoing")]).unlink()
