from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.week import day_start_utc
from odoo.addons.rollout_phase.tools.working_days import EPOCH, FORTNIGHT, WorkingRule

from ..tools.measurement import Measurement
from .rollout_kpi_records import MEASURES_OF_A_FIELD

SECONDS = {"hours": 3600, "days": 86400}


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
        answers, parts, methods = {}, [], {}
        groups, numbers, rules = {}, {}, {}
        for number, window in enumerate(windows):
            numbers[number] = window.key
            groups.setdefault((window.kpi_id, window.company_id, window.tz), []).append((number, window))
        for (kpi_id, company_id, tz), numbered in groups.items():
            kpi = self.browse(kpi_id)
            definer = kpi.definer_id
            company = self.env["res.company"].browse(company_id)
            problem = kpi._find_problem(definer) or kpi._find_company_problem(definer, company)
            if problem:
                answers |= {window.key: Measurement(error=problem) for _number, window in numbered}
                continue
            if kpi.measure == "duration" and kpi.duration_unit == "working_days" and company not in rules:
                rules[company] = self.env["rollout.program"].new({"company_id": company_id})._get_working_rule()
            parts.append(kpi._prepare_statement(company, tz, numbered, rules.get(company)))
            methods |= {number: kpi._describe_method(company) for number, _window in numbered}
        if parts:
            rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
            for number, value, spread, count, left_out in rows:
                method = methods[number]
                if left_out:
                    method = self.env._("%(method)s; left out: %(count)s", method=method, count=left_out)
                answers[numbers[number]] = Measurement(value, count, method, spread=spread)
        return answers

    def _find_company_problem(self, definer, company):
        if definer.id != SUPERUSER_ID and company not in definer.company_ids:
            return self.env._("%(user)s has no access to %(company)s.", user=definer.name, company=company.name)
        return None

    def _prepare_statement(self, company, tz: str, numbered: list, rule: WorkingRule | None) -> SQL:
        """Return the SELECT of this KPI's windows of one company: number, value, spread, count, left out.

        :param numbered: ``(number, window)`` pairs
        :param rule: the company's working days, for a duration in these
        """
        self.ensure_one()
        records = self._get_records(company)
        domain = self._parse_domain(self.record_domain)
        if "company_id" in records._fields and records._fields["company_id"].store:
            domain &= Domain("company_id", "in", [company.id, False])
        query = records._search(domain)
        moment = records._field_to_sql(query.table, self.date_field, query)
        columns = [SQL("%s AS moment", moment), *self._prepare_columns(records, query, tz, rule)]
        is_day = records._fields[self.date_field].type == "date"
        periods = [
            (number, *(day if is_day else day_start_utc(day, tz) for day in (window.date_from, window.date_to)))
            for number, window in numbered
        ]
        rows = SQL(", ").join(SQL("(%s, %s::timestamp, %s::timestamp)", *period) for period in periods)
        # What no period can hold is left out before anything is computed of it.
        first, last = min(start for _number, start, _end in periods), max(end for _number, _start, end in periods)
        query.add_where(SQL("%s >= %s AND %s < %s", moment, first, moment, last))
        value, spread, count, left_out = self._prepare_aggregates()
        return SQL(
            """SELECT period.number, (%(value)s)::float8, (%(spread)s)::float8, %(count)s, %(left_out)s
                 FROM (VALUES %(rows)s) AS period(number, date_from, date_to)
            LEFT JOIN (%(records)s) AS record
                   ON record.moment >= period.date_from AND record.moment < period.date_to
             GROUP BY period.number""",
            value=value,
            spread=spread,
            count=count,
            left_out=left_out,
            rows=rows,
            records=query.select(*columns),
        )

    def _get_records(self, company):
        """Return the model, to be read with the definer's rights in one company."""
        context = {"allowed_company_ids": company.ids, "lang": self.env.lang}
        return self.env(user=self.definer_id.id, context=context, su=False)[self.record_model]

    def _prepare_columns(self, records, query, tz, rule) -> list[SQL]:
        """Return the columns besides ``moment`` on which the measure rests."""
        if self.measure in MEASURES_OF_A_FIELD:
            return [SQL("%s AS value", records._field_to_sql(query.table, self.value_field, query))]
        if self.measure == "share":
            meets = records._search(self._parse_domain(self.share_domain))
            return [SQL("%s IN %s AS meets", SQL.identifier(query.table, "id"), meets.subselect())]
        if self.measure != "duration":
            return [SQL("TRUE AS value")]
        names = (self.start_field, self.end_field)
        start, end = (records._field_to_sql(query.table, name, query) for name in names)
        types = [records._fields[name].type for name in names]
        if self.duration_unit == "working_days" or "date" in types:
            # Where one of them is a day, the other one's day is what compares with it.
            start, end = (
                value if kind == "date" else SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", value, tz)
                for value, kind in zip((start, end), types, strict=True)
            )
        if self.duration_unit == "working_days":
            start, end = (self._count_working_days(rule, day) for day in (start, end))
            return [SQL("(%s - %s)::float8 AS value", end, start)]
        return [
            SQL(
                "EXTRACT(EPOCH FROM (%s)::timestamp - (%s)::timestamp)::float8 / %s AS value",
                end,
                start,
                SECONDS[self.duration_unit],
            )
        ]

    def _prepare_aggregates(self) -> tuple[SQL, SQL, SQL, SQL]:
        """Return value, spread, count and the number of records left out, over the rows ``record``."""
        nothing = SQL("NULL")
        if self.measure == "count":
            return SQL("count(record.moment)"), nothing, SQL("count(record.moment)"), SQL("0")
        if self.measure == "share":
            return (
                SQL("100.0 * count(*) FILTER (WHERE record.meets) / NULLIF(count(record.moment), 0)"),
                nothing,
                SQL("count(record.moment)"),
                SQL("0"),
            )
        if self.measure == "sum":
            return SQL("sum(record.value)"), nothing, SQL("count(record.value)"), SQL("0")
        percentile = SQL("percentile_cont(0.9) WITHIN GROUP (ORDER BY record.value)")
        if self.measure == "avg":
            return SQL("avg(record.value)"), percentile, SQL("count(record.value)"), SQL("0")
        median = SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY record.value)")
        if self.measure == "median":
            return median, percentile, SQL("count(record.value)"), SQL("0")
        # Who ended before they began were written down after the fact, and say nothing of a duration.
        forward = SQL("FILTER (WHERE record.value >= 0)")
        return (
            SQL("%s %s", median, forward),
            SQL("%s %s", percentile, forward),
            SQL("count(record.value) %s", forward),
            SQL("count(record.moment) - count(record.value) %s", forward),
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

    def _describe_method(self, company) -> str:
        """Return in a sentence what was measured, and as far as whose rights reach."""
        labels = dict(self._fields["measure"]._description_selection(self.env))
        records = self.env[self.record_model]
        # Names are for every reader of the reading.
        parts = [f"{self.env['ir.model']._get(self.record_model).sudo().name}: {labels[self.measure]}"]
        for _label, name, _types in self._get_chosen_fields()[1:]:
            parts.append(records._fields[name]._description_string(self.env))
        if self.measure == "duration":
            units = dict(self._fields["duration_unit"]._description_selection(self.env))
            parts.append(units[self.duration_unit])
        if "company_id" not in records._fields:
            parts.append(self.env._("of all companies"))
        if self.definer_id.id != SUPERUSER_ID:
            parts.append(self.env._("as far as %s may see", self.definer_id.name))
        return ", ".join(parts)
