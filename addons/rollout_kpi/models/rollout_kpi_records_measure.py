from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.week import day_start_utc
from odoo.addons.rollout_phase.tools.working_days import WorkingRule

from ..tools.measurement import Measurement

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
        answers, parts, groups, families, rules, units = {}, [], {}, {}, {}, {}
        for number, window in enumerate(windows):
            groups.setdefault((window.kpi_id, window.company_id, window.tz), []).append((number, window))
        for (kpi_id, company_id, tz), numbered in groups.items():
            kpi, company = self.browse(kpi_id), self.env["res.company"].browse(company_id)
            definer = kpi.definer_id
            facts = kpi._find_problem(definer) or kpi._find_company_problem(definer, company)
            if not facts:
                if company not in families:
                    families[company] = company | company.search([("id", "child_of", company.id)], order="id")
                records = kpi._get_records(families[company])
                rule = kpi._get_working_rule(company, rules)
                parts.append(kpi._prepare_statement(records, tz, numbered, rule))
                facts = kpi._get_facts(records, families[company])
            answers |= {window.key: Measurement(facts=facts) for _number, window in numbered}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else []
        for number, *figures, unit_low, unit_high in rows:
            window = windows[number]
            answers[window.key] = self._prepare_answer(answers[window.key].facts, *figures)
            units.setdefault((window.kpi_id, window.company_id), set()).update({unit_low, unit_high} - {None})
        for window in windows:
            if found := units.get((window.kpi_id, window.company_id)):
                answers[window.key] = self._add_unit(answers[window.key], window, sorted(found))
        return answers

    def _get_records(self, family):
        """Return the model, to be read with the definer's rights in those companies that the definer may see.

        :param family: the company of which it is asked, and its branches
        """
        definer = self.definer_id
        companies = family if definer.id == SUPERUSER_ID else family & definer.company_ids
        context = {"allowed_company_ids": companies.ids, "lang": self.env.lang}
        return self.env(user=definer.id, context=context, su=False)[self.record_model]

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
        :param rule: the company's working days, for a duration in these; else None
        :return: ``number, value, spread, count, left out, at least, waiting, oldest`` as in a
            :class:`~..tools.measurement.Measurement`, and the ids of the oldest that is open, and of the first and last
            of what :meth:`_prepare_columns` finds
        """
        self.ensure_one()
        query = self._search_records(records)
        if self.measure == "duration" and self.without_end == "open":
            return self._prepare_survival(records, query, tz, numbered, rule)
        moment = records._field_to_sql(query.table, self.date_field, query)
        is_day = records._fields[self.date_field].type == "date"
        bounds = [self._get_bounds(window, is_day) for _number, window in numbered]
        # What no window can hold is left out before anything is computed of it.
        query.add_where(SQL("%s >= %s", moment, min(first for first, _last in bounds)))
        query.add_where(SQL("%s < %s", moment, max(last for _first, last in bounds)))
        value, kind = self._prepare_columns(records, query, moment, tz, rule)
        total, spread, count, left_out = self._prepare_aggregates()
        kinds = SQL("min(record.kind), max(record.kind)") if kind else SQL("NULL::int, NULL::int")
        return SQL(
            """SELECT period.number, (%(total)s)::float8, (%(spread)s)::float8, %(count)s, %(left_out)s,
                      FALSE, 0, %(nothing)s, NULL::int, %(kinds)s
                 FROM (VALUES %(rows)s) AS period(number, date_from, date_to)
            LEFT JOIN (%(records)s) AS record
                   ON record.moment >= period.date_from AND record.moment < period.date_to
             GROUP BY period.number""",
            total=total,
            spread=spread,
            count=count,
            left_out=left_out,
            nothing=NOTHING,
            kinds=kinds,
            rows=SQL(", ").join(
                SQL("(%s, %s::timestamp, %s::timestamp)", number, *period)
                for (number, _window), period in zip(numbered, bounds, strict=True)
            ),
            records=query.select(
                SQL("%s AS moment", moment), SQL("%s AS value", value), SQL("%s AS kind", kind or SQL("NULL"))
            ),
        )

    @api.model
    def _get_bounds(self, window, is_day) -> list:
        """Return the first day or moment of a window, and the one after its last."""
        days = (window.date_from, window.date_to)
        return list(days) if is_day else [day_start_utc(day, window.tz) for day in days]

    def _prepare_columns(self, records, query, moment, tz, rule) -> tuple[SQL, SQL | None]:
        """Return the value of a record, and the id of what it is in: of a quantity's reference unit, or of a currency
        without a rate.
        """
        if self.measure == "count":
            return SQL("TRUE"), None
        if self.measure == "share":
            meets = records._search(self._parse_domain(self.share_domain), active_test=False)
            return SQL("%s IN %s", SQL.identifier(query.table, "id"), meets.subselect()), None
        if self.measure == "duration":
            began, ended, _by_day = self._prepare_dates(records, query, tz)
            return self._prepare_difference(*(self._prepare_mark(date, rule) for date in (began, ended))), None
        if quantity := self._prepare_quantity(records, query):
            return quantity
        day = self._to_day(moment, records._fields[self.date_field].type, tz)
        return self._prepare_value(records, query, records.env.company, day)

    def _prepare_aggregates(self) -> tuple[SQL, SQL, SQL, SQL]:
        """Return value, spread, count and the number of records left out, over the rows ``record``."""
        every, none = SQL("count(record.moment)"), SQL("0")
        if self.measure == "count":
            return every, NOTHING, every, none
        if self.measure == "share":
            return SQL("100.0 * count(*) FILTER (WHERE record.value) / NULLIF(%s, 0)", every), NOTHING, every, none
        count = SQL("count(record.value)")
        if self.measure == "sum":
            return SQL("COALESCE(sum(record.value), 0)"), NOTHING, count, none
        median, percentile = (
            SQL("percentile_cont(%s) WITHIN GROUP (ORDER BY record.value)", share) for share in (0.5, 0.9)
        )
        if self.measure == "duration":
            # Who ended before they began were written down after the fact, and say nothing of a duration.
            forward = SQL("FILTER (WHERE record.value >= 0)")
            backward = SQL("%s FILTER (WHERE record.value < 0)", count)
            return (
                SQL("%s %s", median, forward),
                SQL("%s %s", percentile, forward),
                SQL("%s %s", count, forward),
                backward,
            )
        return SQL("avg(record.value)") if self.measure == "avg" else median, percentile, count, none

    @api.model
    def _to_day(self, moment: SQL, kind: str, tz: str) -> SQL:
        """Return the local day of a date or a moment."""
        return moment if kind == "date" else SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, tz)
