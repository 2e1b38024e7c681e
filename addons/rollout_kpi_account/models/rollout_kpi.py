from collections import defaultdict
from statistics import median

from odoo import api, fields, models

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_phase.tools.week import local_day

from ..tools.month_end import closed_months


class RolloutKpi(models.Model):
    _inherit = "rollout.kpi"

    # Without this addon the readings stay, and further ones are entered by hand.
    source = fields.Selection(
        selection_add=[("month_end_close", "Month-end close, from lock dates")],
        ondelete={"month_end_close": "set default"},
    )

    @api.model
    def _measure_month_end_close(self, windows: list) -> dict:
        """Measure the working days from the end of a month (exclusive) to its lock (inclusive).

        The months are those that a lock date first covered within the window. Holidays and weekends
        of the company's working schedule don't count.

        :return: ``{window.key: Measurement}``: median of the months, number of months
        """
        closings = self._get_closings({(window.company_id, window.tz) for window in windows})
        found = [
            [
                (month, day)
                for month, day in closings[window.company_id, window.tz]
                if window.date_from <= day < window.date_to
            ]
            for window in windows
        ]
        bounds = defaultdict(list)
        for window, months in zip(windows, found, strict=True):
            bounds[window.company_id] += [day for pair in months for day in pair]
        working = {
            company_id: self.env["rollout.program"]
            .new({"company_id": company_id})
            ._get_working_days(min(days), max(days))
            for company_id, days in bounds.items()
            if days
        }
        answers = {}
        for window, months in zip(windows, found, strict=True):
            days = [
                len([day for day in working[window.company_id] if month < day <= closed_on])
                for month, closed_on in months
            ]
            method = self.env._(
                "Working days from the end of a month until it was locked: %s",
                ", ".join(f"{month:%Y-%m}" for month, _closed_on in months) or self.env._("no month was"),
            )
            answers[window.key] = Measurement(median(days) if days else None, len(days), method)
        return answers

    @api.model
    def _get_closings(self, subjects: set) -> dict[tuple, list]:
        """Return when each month was closed first.

        :param subjects: ``(company id, name of a time zone)`` pairs
        :return: ``{subject: [(last day of the month, local day of the lock)]}``
        """
        changes = self.env["rollout.lock.change"].search(
            [("company_id", "in", [company_id for company_id, _tz in subjects])], order="changed_on, id"
        )
        by_company = changes.grouped(lambda change: change.company_id.id)
        closings = defaultdict(list)
        for company_id, tz in subjects:
            own = by_company.get(company_id, changes.browse())
            # What was locked before anything was recorded has been closed at some time before.
            latest = own[:1].before or None
            for change in own:
                if not change.lock_date or (latest and change.lock_date <= latest):
                    continue
                day = local_day(change.changed_on, tz)
                # A date in the future closes nothing that isn't over yet.
                closings[company_id, tz] += [
                    (month, day) for month in closed_months(latest, change.lock_date) if month < day
                ]
                latest = change.lock_date
        return closings
