from datetime import timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.week import day_start_utc
from odoo.addons.rollout_phase.tools.working_days import EPOCH, FORTNIGHT, WorkingRule

from ..tools.measurement import Measurement
from ..tools.survival import select_durations
from .rollout_kpi_records import MEASURES_OF_A_FIELD

# How many seconds or working days, of which the differences are taken, are one of the unit.
DURATION_UNITS = {"hours": 3600, "days": 86400, "working_days": 1}
NOTHING = SQL("NULL::float8")


class RolloutKpi(models.Model):
    """The one statement in which all KPIs on Odoo's records are measured."""

    _inherit = "rollout.kpi"

    @api.model
    def _measure_records(self, windows: list) -> dict:
        """Measure records of any model, as each KPI says.

        All KPIs, companies and periods are parts of one statement. A KPI that can't be measured, say because its
        model is gone, answers with the reason and is no part of it.

        :return: ``{window.key: Measurement}``: the value in the KPI's unit, the number of records
            behind it and, for an average, median or duration, the 90th percentile
        """
        answers, parts, groups, rules, kinds = {}, [], {}, {}, {}
        for number, window in enumerate(windows):
            groups.setdefault((window.kpi_id, window.company_id, window.tz), []).append((number, window))
        for (kpi_id, company_id, tz), numbered in groups.items():
            kpi, company = self.browse(kpi_id), self.env["res.company"].browse(company_id)
            definer = kpi.definer_id
            facts = kpi._find_problem(definer) or kpi._find_company_problem(definer, company)
            if not facts:
                if kpi.duration_unit == "working_days" and company not in rules:
                    rules[company] = self.env["rollout.program"].new({"company_id": company_id})._get_working_rule()
                records = kpi._get_records(company)
                parts.append(kpi._prepare_statement(records, tz, numbered, rules.get(company)))
                facts = kpi._get_facts(records)
            answers |= {window.key: Measurement(facts=facts) for _number, window in numbered}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else []
        for number, value, spread, count, left_out, at_least, waiting, oldest, kind_low, kind_high in rows:
            window = windows[number]
            facts = {**answers[window.key].facts, "left_out": left_out}
            kinds.setdefault((window.kpi_id, window.company_id), set()).update({kind_low, kind_high} - {None})
            answers[window.key] = Measurement(
                value, count, "", spread, at_least=at_least, waiting=waiting, oldest=oldest, facts=facts
            )
        for window in windows:
            found = kinds.get((window.kpi_id, window.company_id))
            if found:
                answers[window.key] = self._add_unit(answers[window.key], window, sorted(found))
        return answers

    @api.model
    def _get_companies(self, definer, company):
        """Return the company and its branches, as far as ``definer`` may see them; the company itself first."""
        companies = company | company.search([("id", "child_of", company.id)], order="id")
        return companies if definer.id == SUPERUSER_ID else companies & definer.company_ids

    def _get_records(self, company):
        """Return the model, to be read with the definer's rights in a company and its branches."""
        companies = self._get_companies(self.definer_id, company)
        context = {"allowed_company_ids": companies.ids, "lang": self.env.lang}
        return self.env(user=self.definer_id.id, context=context, su=False)[self.record_model]

    def _search_records(self, records):
        """Return the query of all records that may count, whenever they do."""
        domain = self._parse_domain(self.record_domain)
        if self._is_of_company(records):
            domain &= Domain("company_id", "in", [*records.env.companies.ids, False])
        if self.archived_records == "ignore" and records._active_name:
            domain &= Domain(records._active_name, "=", True)
        return records._search(domain, active_test=False)

    @api.model
    def _is_of_company(self, records) -> bool:
        return "company_id" in records._fields and records._fields["company_id"]._description_searchable

    def _prepare_statement(self, records, tz: str, numbered: list, rule: WorkingRule | None) -> SQL:
        """Return the SELECT of this KPI's windows of one company.

        :param numbered: ``(number, window)`` pairs
        :param rule: the company's working days, for a duration in these
        :return: ``number, value, spread, count, left out, at least, waiting, oldest`` as in a
            :class:`~..tools.measurement.Measurement`, and the ids of the first and last reference unit
        """
        self.ensure_one()
        if self.measure == "duration":
            durations = self._prepare_durations(records, tz, numbered, rule)
            return SQL(
                """SELECT number, value, spread, count, left_out, at_least, waiting, oldest, NULL::int, NULL::int
                     FROM (%s) AS duration""",
                select_durations(durations),
            )
        query = self._search_records(records)
        moment = records._field_to_sql(query.table, self.date_field, query)
        columns = self._prepare_columns(records, query, moment, tz)
        is_day = records._fields[self.date_field].type == "date"
        value, spread, count = self._prepare_aggregates()
        return SQL(
            """SELECT period.number, (%(value)s)::float8, (%(spread)s)::float8, %(count)s, 0, FALSE, 0, %(nothing)s,
                      min(record.kind), max(record.kind)
                 FROM (VALUES %(rows)s) AS period(number, date_from, date_to)
            LEFT JOIN (%(records)s) AS record
                   ON record.moment >= period.date_from AND record.moment < period.date_to
             GROUP BY period.number""",
            value=value,
            spread=spread,
            count=count,
            nothing=NOTHING,
            rows=self._prepare_periods(numbered, is_day),
            records=self._select_within(query, numbered, moment, is_day, columns),
        )

    @api.model
    def _get_bounds(self, window, is_day) -> list:
        """Return the first day or moment of a window, and the one after its last."""
        days = (window.date_from, window.date_to)
        return list(days) if is_day else [day_start_utc(day, window.tz) for day in days]

    @api.model
    def _prepare_periods(self, numbered, is_day) -> SQL:
        rows = ((number, *self._get_bounds(window, is_day)) for number, window in numbered)
        return SQL(", ").join(SQL("(%s, %s::timestamp, %s::timestamp)", *row) for row in rows)

    @api.model
    def _select_within(self, query, numbered, moment, is_day, columns) -> SQL:
        """Return the records that count in any window: what none can hold is left out before anything is computed."""
        bounds = [self._get_bounds(window, is_day) for _number, window in numbered]
        query.add_where(SQL("%s >= %s", moment, min(first for first, _last in bounds)))
        query.add_where(SQL("%s < %s", moment, max(last for _first, last in bounds)))
        return query.select(SQL("%s AS moment", moment), *columns)

    def _prepare_columns(self, records, query, moment, tz) -> list[SQL]:
        """Return the columns besides ``moment`` on which the measure rests."""
        kind = SQL("NULL::int")
        if self.measure == "share":
            meets = records._search(self._parse_domain(self.share_domain), active_test=False)
            value = SQL("%s IN %s", SQL.identifier(query.table, "id"), meets.subselect())
        elif self.measure not in MEASURES_OF_A_FIELD:
            value = SQL("TRUE")
        elif quantity := self._prepare_quantity(records, query):
            value, kind = quantity
        else:
            day = self._to_day(moment, records._fields[self.date_field].type, tz)
            value = self._prepare_value(records, query, records.env.company, day)
        return [SQL("%s AS value", value), SQL("%s AS kind", kind)]

    def _prepare_aggregates(self) -> tuple[SQL, SQL, SQL]:
        """Return value, spread and count over the rows ``record``."""
        if self.measure == "count":
            return SQL("count(record.moment)"), NOTHING, SQL("count(record.moment)")
        if self.measure == "share":
            share = SQL("100.0 * count(*) FILTER (WHERE record.value) / NULLIF(count(record.moment), 0)")
            return share, NOTHING, SQL("count(record.moment)")
        count = SQL("count(record.value)")
        if self.measure == "sum":
            return SQL("COALESCE(sum(record.value), 0)"), NOTHING, count
        percentile = SQL("percentile_cont(0.9) WITHIN GROUP (ORDER BY record.value)")
        if self.measure == "avg":
            return SQL("avg(record.value)"), percentile, count
        return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY record.value)"), percentile, count

    def _prepare_durations(self, records, tz, numbered, rule) -> SQL:
        """Return the SELECT of what :func:`select_durations` takes: ``number, days, is_open``."""
        query = self._search_records(records)
        names = (self.start_field, self.end_field)
        began, ended = (records._field_to_sql(query.table, name, query) for name in names)
        types = [records._fields[name].type for name in names]
        by_day = self.duration_unit == "working_days" or "date" in types
        if by_day:
            # Where one of them is a day, the other one's day is what compares with it.
            began, ended = (self._to_day(*pair, tz) for pair in zip((began, ended), types, strict=True))
        counting = rule if self.duration_unit == "working_days" else None
        marks = [
            SQL("%s AS began_mark", self._prepare_mark(began, counting)),
            SQL("%s AS ended_mark", self._prepare_mark(ended, counting)),
        ]
        unit = DURATION_UNITS[self.duration_unit]
        if self.without_end == "ignore":
            moment = records._field_to_sql(query.table, self.date_field, query)
            is_day = records._fields[self.date_field].type == "date"
            query.add_where(SQL("%s IS NOT NULL AND %s IS NOT NULL", began, ended))
            return SQL(
                """SELECT period.number, (record.ended_mark - record.began_mark) / %(unit)s::float8 AS days,
                          FALSE AS is_open
                     FROM (VALUES %(rows)s) AS period(number, date_from, date_to)
                     JOIN (%(records)s) AS record
                       ON record.moment >= period.date_from AND record.moment < period.date_to""",
                unit=unit,
                rows=self._prepare_periods(numbered, is_day),
                records=self._select_within(query, numbered, moment, is_day, marks),
            )
        bounds = {number: self._get_bounds(window, by_day) for number, window in numbered}
        query.add_where(SQL("%s < %s", began, max(last for _first, last in bounds.values())))
        query.add_where(SQL("(%s IS NULL OR %s >= %s)", ended, ended, min(first for first, _last in bounds.values())))
        periods = []
        for number, window in numbered:
            first, last = bounds[number]
            # What is open has waited until the window's end; of working days, until its last one is over.
            last_day = SQL("%s::date", window.date_to - timedelta(days=1))
            end_mark = self._prepare_mark(last_day if counting else SQL("%s::timestamp", last), counting)
            periods.append(SQL("(%s, %s::timestamp, %s::timestamp, %s)", number, first, last, end_mark))
        return SQL(
            """SELECT period.number,
                      (LEAST(record.ended_mark, period.end_mark) - record.began_mark) / %(unit)s::float8 AS days,
                      COALESCE(record.ended >= period.date_to, TRUE) AS is_open
                 FROM (VALUES %(rows)s) AS period(number, date_from, date_to, end_mark)
                 JOIN (%(records)s) AS record
                   ON record.began < period.date_to AND (record.ended IS NULL OR record.ended >= period.date_from)""",
            unit=unit,
            rows=SQL(", ").join(periods),
            records=query.select(SQL("%s AS began", began), SQL("%s AS ended", ended), *marks),
        )

    @api.model
    def _to_day(self, moment: SQL, kind: str, tz: str) -> SQL:
        """Return the local day of a date or a moment."""
        return moment if kind == "date" else SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, tz)

    @api.model
    def _prepare_mark(self, moment: SQL, rule: WorkingRule | None) -> SQL:
        """Return the working days that have passed until a day; or the seconds until a moment, without a rule."""
        if rule:
            return self._count_working_days(rule, moment)
        return SQL("EXTRACT(EPOCH FROM %s::timestamp)::float8", moment)

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
