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
        closings = self._get_closings({window.company_id for window in windows}, {w.company_id: w.tz for w in windows})
        answers = {}
        for window in windows:
            found = [
                (month, day) for month, day in closings[window.company_id] if window.date_from <= day < window.date_to
            ]
            program = self.env["rollout.program"].new({"company_id": window.company_id})
            days = [
                len([day for day in program._get_working_days(month, closed_on) if day > month])
                for month, closed_on in found
            ]
            method = self.env._(
                "Working days from the end of a month until it was locked: %s",
                ", ".join(f"{month:%Y-%m}" for month, _closed_on in found) or self.env._("no month was"),
            )
            answers[window.key] = Measurement(median(days) if days else None, len(days), method)
        return answers

    @api.model
    def _get_closings(self, company_ids, timezones: dict) -> dict[int, list]:
        """Return when each month was closed first.

        :param timezones: ``{company id: name of a time zone}``
        :return: ``{company id: [(last day of the month, local day of the lock)]}``
        """
        changes = self.env["rollout.lock.change"].search(
            [("company_id", "in", list(company_ids))], order="changed_on, id"
        )
        latest = {}
        closings = defaultdict(list)
        for change in changes:
            company_id = change.company_id.id
            if company_id not in latest:
                # What was locked before anything was recorded has been closed at some time before.
                latest[company_id] = change.before or None
            before = latest[company_id]
            if not change.lock_date or (before and change.lock_date <= before):
                continue
            day = local_day(change.changed_on, timezones[company_id])
            # A date in the future closes nothing that isn't over yet.
            months = [month for month in closed_months(before, change.lock_date) if month < day]
            closings[company_id] += [(month, day) for month in months]
            latest[company_id] = change.lock_date
        return closings
