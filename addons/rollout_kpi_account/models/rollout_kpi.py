from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from itertools import chain

from odoo import api, fields, models

from odoo.addons.rollout_base.tools.reader_dates import format_date
from odoo.addons.rollout_base.tools.week import local_day
from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.survival import typical_duration

from ..tools.month_end import LockChange, closing_days, open_months

# More than so many are told as from one to another.
MONTHS_BY_NAME = 3


class RolloutKpi(models.Model):
    _inherit = "rollout.kpi"

    # Without this addon the readings stay, and further ones are entered by hand.
    source = fields.Selection(
        selection_add=[("month_end_close", "Month-end close, from lock dates")],
        ondelete={"month_end_close": "set default"},
    )

    def _get_point_period(self) -> str:
        return "month" if self.source == "month_end_close" else super()._get_point_period()

    @api.model
    def _measure_month_end_close(self, windows: list) -> dict:
        """Measure the working days from the end of a month (exclusive) to its lock (inclusive).

        The months are those that a lock date first covered within the window, and those that were over and not locked
        at its end: they count with their working days so far. Holidays and weekends of the company's working schedule
        don't count.

        :return: ``{window.key: Measurement}``: Kaplan-Meier median, number of months, how many are open; as facts the
            months, as ``YYYY-MM``
        """
        closings = self._get_closings({(window.company_id, window.tz) for window in windows})
        found = []
        for window in windows:
            closed, end = closings[window.company_id, window.tz], window.date_to - timedelta(days=1)
            # A month that is locked before it is over was not closed but shut.
            ended = [
                (month, day) for month, day in closed.items() if day and month < day and window.date_from <= day <= end
            ]
            found.append((ended, [(month, end) for month in open_months(closed, window.date_from, end)]))
        working = self._get_working_days_between(windows, found)
        answers = {}
        for window, (ended, still_open) in zip(windows, found, strict=True):
            days, so_far = (_count_days(months, working[window.company_id]) for months in (ended, still_open))
            # Nobody has had a working day yet for a month that has none behind it.
            waiting = {month: count for month, count in so_far.items() if count}
            value, at_least, _spread = typical_duration([*days.values()], [*waiting.values()])
            answers[window.key] = Measurement(
                value,
                len(days) + len(waiting),
                at_least=at_least,
                waiting=len(waiting),
                oldest=max(waiting.values(), default=None),
                facts={"closed": [f"{month:%Y-%m}" for month in days], "open": [f"{month:%Y-%m}" for month in waiting]},
            )
        return answers

    def _describe_month_end_close(self, facts: dict) -> str:
        """
        :param facts: the months that were ``closed`` within the window, and those that were ``open`` at its end
        """
        closed, still_open = facts.get("closed"), facts.get("open")
        text = self.env._(
            "Working days from the end of a month until it was locked: %s",
            self._list_months(closed) if closed else self.env._("no month was"),
        )
        if not still_open:
            return text
        return self.env._("%(closed)s; not locked yet: %(open)s", closed=text, open=self._list_months(still_open))

    def _list_months(self, months):
        names = [format_date(self.env, date.fromisoformat(f"{month}-01"), date_format="LLLL yyyy") for month in months]
        if len(names) <= MONTHS_BY_NAME:
            return ", ".join(names)
        return self.env._("%(first)s to %(last)s (%(count)s months)", first=names[0], last=names[-1], count=len(names))

    @api.model
    def _get_closings(self, subjects: set) -> dict[tuple, dict]:
        """Return when each month was closed first.

        :param subjects: ``(company id, name of a time zone)`` pairs
        :return: ``{subject: {last day of the month: local day of the lock or None}}``
        """
        companies = self.env["res.company"].browse({company_id for company_id, _tz in subjects})
        changes = self.env["rollout.lock.change"].search([("company_id", "in", companies.ids)], order="changed_on, id")
        by_company = changes.grouped("company_id")
        closings = {}
        for company_id, tz in subjects:
            company = companies.browse(company_id)
            steps = [
                LockChange(local_day(change.changed_on, tz), change.before, change.lock_date)
                for change in by_company.get(company, ())
            ]
            closings[company_id, tz] = closing_days(steps, company._get_books_lock_date())
        return closings

    @api.model
    def _get_working_days_between(self, windows, found) -> dict[int, list]:
        """Return each company's working days from the first month's end on to the last day, ``{company id: days}``."""
        bounds = defaultdict(list)
        for window, months in zip(windows, found, strict=True):
            bounds[window.company_id] += [day for pair in chain(*months) for day in pair]
        working = defaultdict(list)
        for company_id, days in bounds.items():
            if days:
                program = self.env["rollout.program"].new({"company_id": company_id})
                working[company_id] = sorted(program._get_working_days(min(days), max(days)))
        return working


def _count_days(months, working) -> dict:
    """Return the working days from each month's last day (exclusive) to the day beside it (inclusive), by month.

    :param working: the days, in order
    """
    return {month: bisect_right(working, until) - bisect_right(working, month) for month, until in months}
