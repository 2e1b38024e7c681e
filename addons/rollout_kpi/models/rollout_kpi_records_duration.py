from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.working_days import EPOCH, FORTNIGHT, WorkingRule

from ..tools.survival import select_durations

SECONDS = {"hours": 3600, "days": 86400}


class RolloutKpi(models.Model):
    """The time between two dates of a record, of which the second may not have come yet."""

    _inherit = "rollout.kpi"

    def _get_working_rule(self, company, known: dict) -> WorkingRule | None:
        """Return the company's working days if the KPI is a duration in these.

        :param known: the rules that were read already, by company
        """
        if self.measure != "duration" or self.duration_unit != "working_days":
            return None
        if company not in known:
            known[company] = self.env["rollout.program"].new({"company_id": company.id})._get_working_rule()
        return known[company]

    def _prepare_dates(self, records, query, tz) -> tuple[SQL, SQL, bool]:
        """Return the columns of beginning and end, and whether these are days and no moments."""
        names = (self.start_field, self.end_field)
        dates = [records._field_to_sql(query.table, name, query) for name in names]
        types = [records._fields[name].type for name in names]
        if self.duration_unit != "working_days" and "date" not in types:
            return *dates, False
        # Where one of them is a day, the other one's day is what compares with it.
        return *(self._to_day(date, kind, tz) for date, kind in zip(dates, types, strict=True)), True

    @api.model
    def _prepare_mark(self, date: SQL, rule: WorkingRule | None) -> SQL:
        """Return what differs by a duration between two dates: a moment, or the working days that have passed."""
        return self._count_working_days(rule, date) if rule else SQL("(%s)::timestamp", date)

    def _prepare_difference(self, began: SQL, ended: SQL) -> SQL:
        """Return the duration between two marks of :meth:`_prepare_mark`, in the KPI's unit."""
        if self.duration_unit == "working_days":
            return SQL("(%s - %s)::float8", ended, began)
        # Not EXTRACT, whose exact decimals take twice the time.
        return SQL("date_part('epoch', %s - %s) / %s", ended, began, SECONDS[self.duration_unit])

    def _prepare_survival(self, records, query, tz, numbered, rule) -> SQL:
        """Return the SELECT of :meth:`_prepare_statement` where a record without an end is still open.

        A record counts in a window if it began before its end, and was open or ended within it.
        """
        began, ended, by_day = self._prepare_dates(records, query, tz)
        bounds = [self._get_bounds(window, by_day) for _number, window in numbered]
        # What no window can hold is left out before anything is computed of it.
        query.add_where(SQL("%s < %s", began, max(last for _first, last in bounds)))
        query.add_where(SQL("(%s IS NULL OR %s >= %s)", ended, ended, min(first for first, _last in bounds)))
        periods = []
        for (number, window), (first, last) in zip(numbered, bounds, strict=True):
            # What is open has waited until the window's end; of working days, until its last one is over.
            end = SQL("%s::date", window.date_to - timedelta(days=1)) if rule else SQL("%s", last)
            mark = self._prepare_mark(end, rule)
            periods.append(SQL("(%s, %s::timestamp, %s::timestamp, %s)", number, first, last, mark))
        durations = SQL(
            """SELECT period.number, record.id, %(days)s AS days,
                      COALESCE(record.ended >= period.date_to, TRUE) AS is_open
                 FROM (VALUES %(periods)s) AS period(number, date_from, date_to, mark)
                 JOIN (%(records)s) AS record
                   ON record.began < period.date_to AND (record.ended IS NULL OR record.ended >= period.date_from)""",
            days=self._prepare_difference(SQL("record.began_mark"), SQL("LEAST(record.ended_mark, period.mark)")),
            periods=SQL(", ").join(periods),
            records=query.select(
                SQL("%s AS id", SQL.identifier(query.table, "id")),
                SQL("%s AS began", began),
                SQL("%s AS ended", ended),
                SQL("%s AS began_mark", self._prepare_mark(began, rule)),
                SQL("%s AS ended_mark", self._prepare_mark(ended, rule)),
            ),
        )
        return SQL(
            """SELECT number, value, spread, count, left_out, at_least, waiting, oldest, oldest_pair[2]::int, NULL::int,
                      NULL::int
                 FROM (%s) AS duration""",
            # Of the pairs, the greatest is that of the record that has been open longest.
            select_durations(durations, {"oldest_pair": SQL("max(ARRAY[days, id]) FILTER (WHERE is_open)")}),
        )

    @api.model
    def _count_working_days(self, rule: WorkingRule, day: SQL) -> SQL:
        """Return ``rule.count(day)`` for a day that only the database knows."""
        return SQL(
            """((%(days)s / %(length)s) * %(total)s + (%(passed)s::int[])[%(days)s %% %(length)s + 1]
                - width_bucket(%(day)s, %(off)s::date[]))""",
            days=SQL("((%s) - %s::date)", day, EPOCH),
            length=FORTNIGHT,
            total=rule.total,
            passed=rule.passed,
            day=day,
            off=rule.days_off,
        )
