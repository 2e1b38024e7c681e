import ast
from dataclasses import replace

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.working_days import WorkingRule

from ..tools.currency_rates import converted, select_rates
from ..tools.measurement import Measurement
from ..tools.record_figures import answer_of, bounds_of, day_of, mark_of, select_figures, select_open, time_between
from .rollout_kpi import MANUAL, RECORDS, RECORDS_FIELDS

# Which of the measures are of a field.
MEASURES_OF_A_FIELD = ("sum", "avg", "median")
NUMERIC = ("integer", "float", "monetary")
TEMPORAL = ("date", "datetime")
UOM = "uom.uom"
# Odoo's names for the unit of a record; another field with a unit, such as that of its packaging, is not it.
UNIT_FIELDS = ("product_uom_id", "product_uom", "uom_id")
# Odoo's names for the decimals of a quantity, and of a price.
QUANTITY = "Product Unit"
PRICE = "Product Price"


# A second file: one source of KPIs, and the largest. It only adds to the KPI.
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
        "Time Unit",
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

    @api.model
    def _selection_record_model(self):
        found = self.env["ir.model"].get_available_models()
        return sorted(((model["model"], model["display_name"]) for model in found), key=lambda pair: pair[1])

    @api.depends("record_model")
    def _compute_can_be_archived(self):
        for kpi in self:
            kpi.can_be_archived = kpi.record_model in self.env and bool(self.env[kpi.record_model]._active_name)

    @api.constrains("source", *sorted(RECORDS_FIELDS))
    def _check_records(self):
        user = self.env.user
        for kpi in self:
            if kpi.source == RECORDS and (
                problem := kpi._find_problem(user, ask_database=True) or kpi._find_mixed_units(user)
            ):
                raise ValidationError(kpi._describe_problem(problem))

    def write(self, vals):
        result = super().write(vals)
        if (RECORDS_FIELDS | {"source"}) & vals.keys():
            # Whose rights count is not for a client to say: it is whoever has changed what is measured.
            self.sudo().definer_id = self.env.uid
        return result

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

    # Why records can't be measured as a KPI says: found as a code with names, and told in each reader's language.

    def _find_problem(self, user, ask_database=False) -> dict | None:
        """Return why these records can't be measured with the rights of ``user``.

        :param ask_database: for one record of each condition, since there are values that it alone refuses
        :return: facts for :meth:`_describe_problem`: ``problem``, a code, and names of fields, models and people
        """
        self.ensure_one()
        if not self.record_model:
            return {"problem": "no_model"}
        if self.record_model not in self.env:
            return {"problem": "model_gone", "model": self.record_model}
        if not self.measure:
            return {"problem": "no_measure"}
        records = self.env[self.record_model].with_user(user)
        if records._abstract or records._transient or not records.has_access("read"):
            return {"problem": "model_access", "model": self.record_model, "user": user.name}
        if self.record_model in self._get_personal_models():
            return {"problem": "personal", "model": self.record_model}
        for choice, types in self._get_choices().items():
            if problem := self._find_field_problem(records, choice, types):
                return {**problem, "model": self.record_model, "field": self[choice], "choice": choice}
        if self.measure == "duration" and self.start_field == self.end_field:
            return {"problem": "same_field", "model": self.record_model, "field": self.start_field}
        for choice in ["record_domain", *(["share_domain"] if self.measure == "share" else [])]:
            if problem := self._find_condition_problem(records, choice, ask_database):
                return {**problem, "model": self.record_model, "choice": choice}
        return None

    def _get_choices(self) -> dict[str, tuple]:
        """Return the types of field that may stand in each field of the KPI that the measure needs."""
        choices = {}
        if self.measure != "duration" or self.without_end == "ignore":
            choices["date_field"] = TEMPORAL
        if self.measure in MEASURES_OF_A_FIELD:
            choices["value_field"] = NUMERIC
        elif self.measure == "duration":
            choices |= {"start_field": TEMPORAL, "end_field": TEMPORAL}
        return choices

    def _find_field_problem(self, records, choice, types):
        name = self[choice]
        if not name:
            return {"problem": "no_field"}
        field = records._fields.get(name)
        if not field:
            return {"problem": "field_gone"}
        if field.type not in types or not field.store or field.company_dependent:
            return {"problem": "field_unfit"}
        if not records._has_field_access(field, "read"):
            return {"problem": "field_access", "user": records.env.user.name}
        if choice == "value_field":
            if self.measure == "sum" and not field.aggregator:
                return {"problem": "no_sum"}
            if not self._can_tell_unit(records):
                return {"problem": "no_unit"}
        return None

    def _find_condition_problem(self, records, choice, ask_database):
        try:
            domain = self._parse_domain(self[choice])
            personal = self._find_personal_model(records, domain)
        except Exception:  # whatever was typed
            return {"problem": "no_filter"}
        if personal:
            return {"problem": "personal", "model": personal}
        try:
            self._try_condition(records, domain, ask_database)
        except AccessError:
            return {"problem": "filter_access", "user": records.env.user.name}
        except Exception:  # whatever a typed domain may hold
            return {"problem": "bad_condition", "condition": self._find_bad_condition(records, domain)}
        if self.archived_records == "ignore" and self._sees_archived(records, domain):
            return {"problem": "archived"}
        return None

    @api.model
    def _parse_domain(self, text: str) -> Domain:
        """Read a filter as it is stored: values alone, nothing that would be run.

        :raise ValueError: the text is no such filter
        """
        return Domain(ast.literal_eval(text or "[]"))

    @api.model
    def _get_personal_models(self) -> set[str]:
        """Return the models whose records hold what one person has said: a figure of a few of them would tell it on."""
        return {name for name, model in self.env.registry.items() if getattr(model, "_is_personal", False)}

    @api.model
    def _find_personal_model(self, records, domain: Domain) -> str | None:
        """Return the first such model that a condition leads to."""
        personal = self._get_personal_models()
        for condition in domain.iter_conditions():
            model = records
            for name in condition.field_expr.split("."):
                field = model._fields.get(name)
                if not field or not field.relational:
                    break
                model = self.env[field.comodel_name]
                if model._name in personal:
                    return model._name
            if condition.operator in ("any", "not any"):
                if found := self._find_personal_model(model, Domain(condition.value)):
                    return found
        return None

    @api.model
    def _find_bad_condition(self, records, domain: Domain) -> str:
        """Return the field of the first condition that can't be used."""
        for condition in domain.iter_conditions():
            try:
                self._try_condition(records, condition)
            except Exception:  # as the whole domain's
                return condition.field_expr
        return ""

    @api.model
    def _try_condition(self, records, condition: Domain, ask_database=True):
        statement = records._search(condition, limit=1, active_test=False).select()
        if ask_database:
            with self.env.cr.savepoint(flush=False):
                self.env.flush_query(statement)
                # What was mistyped is told to whoever did it, and is no error of the server's.
                self.env.cr.execute(statement, log_exceptions=False)

    @api.model
    def _sees_archived(self, records, domain: Domain) -> bool:
        """Tell whether a condition asks for archived records, in whatever words."""
        active = records._active_name
        if not active:
            return False
        names = {active, records._fields[active].related}
        archived = records.new({active: False})

        def when_archived(condition):
            if condition.field_expr not in names:
                return condition
            return Domain(bool(archived.filtered_domain(Domain(active, condition.operator, condition.value))))

        is_named = any(condition.field_expr in names for condition in domain.iter_conditions())
        return is_named and not domain.map_conditions(when_archived).is_false()

    def _find_company_problem(self, definer, company) -> dict | None:
        if definer.id == SUPERUSER_ID or company in definer.company_ids:
            return None
        return {"problem": "company_access", "user": definer.name, "company": company.name}

    def _find_mixed_units(self, user) -> dict | None:
        """Return as a problem that the values are in units of which none can be made of the other."""
        units = self._find_reference_units(user)
        return self._prepare_mixed_units(units) if len(units) > 1 else None

    def _prepare_mixed_units(self, units: list[int]) -> dict:
        return {"problem": "mixed_units", "model": self.record_model, "field": self.value_field, "units": units}

    def _describe_problem(self, facts: dict) -> str:
        """Return in a sentence why records can't be measured, in the language of whoever reads it."""
        names = {
            "model": self._get_model_label(facts.get("model")),
            "field": self._get_field_label(facts.get("model"), facts.get("field")),
            "choice": self._fields[facts["choice"]]._description_string(self.env) if "choice" in facts else "",
            "user": facts.get("user"),
            "company": facts.get("company"),
            "condition": facts.get("condition"),
            "currency": facts.get("currency"),
            "units": self._get_unit_labels(facts.get("units", [])),
        }
        sentences = {
            "no_model": self.env._("Choose the records to be measured."),
            "no_measure": self.env._("Choose what is measured."),
            "model_gone": self.env._(
                "“%(model)s” is not in this database any more: the app that brought it is gone.", **names
            ),
            "model_access": self.env._("%(user)s may not read “%(model)s”.", **names),
            "personal": self.env._(
                "What people have said is no source of a KPI: “%(model)s” would tell on a single person.", **names
            ),
            "no_field": self.env._("Choose a field for “%(choice)s”.", **names),
            "field_gone": self.env._("The field “%(field)s” of “%(model)s” is gone.", **names),
            "field_unfit": self.env._("“%(field)s” can't be used for “%(choice)s”.", **names),
            "field_access": self.env._("%(user)s may not read “%(field)s” of “%(model)s”.", **names),
            "same_field": self.env._("“%(field)s” can't be both beginning and end: no time passes.", **names),
            "no_sum": self.env._("“%(field)s” is not added up in Odoo: choose its average or median.", **names),
            "no_unit": self.env._(
                "“%(field)s” of “%(model)s” has no currency or unit to convert from. Choose another field.", **names
            ),
            "no_rate": self.env._("Odoo knows no rate of exchange of %(currency)s. Enter one.", **names),
            "mixed_units": self.env._(
                "“%(field)s” can't be added up or compared in %(units)s at once. Let the filter choose one of them.",
                **names,
            ),
            "no_filter": self.env._("What stands in “%(choice)s” is no filter.", **names),
            "bad_condition": self.env._("“%(choice)s” can't be used: see its condition on “%(condition)s”.", **names),
            "filter_access": self.env._("%(user)s may not read what “%(choice)s” looks at.", **names),
            "archived": self.env._(
                "“%(choice)s” asks for archived records, which don't count here. Let them count, or take that "
                "condition out.",
                **names,
            ),
            "company_access": self.env._("%(user)s has no access to %(company)s.", **names),
        }
        return sentences[facts["problem"]]

    # In which currency or unit of measure a field's values are, and how they become comparable.

    def _get_currency_field(self, records) -> str | None:
        """Return the name of the field that tells the currency of what is measured; None if it is no money."""
        field = records._fields[self.value_field]
        if field.type == "monetary":
            return field.get_currency_field(records)
        is_price = field.type == "float" and PRICE in (field._digits, field._min_display_digits)
        return "currency_id" if is_price and "currency_id" in records._fields else None

    def _get_unit_path(self, records) -> list[str]:
        """Return the names of the fields that lead to the unit of measure of what is measured; none if it has none.

        A quantity is in the record's unit: a float with the decimals of quantities, or the only one there is. What is
        computed from it and that unit is in the product's own.
        """
        field = records._fields[self.value_field]
        units = [name for name, other in records._fields.items() if other.comodel_name == UOM]
        unit = next((name for name in UNIT_FIELDS if name in units), units[0] if len(units) == 1 else None)
        if not unit or field.type != "float":
            return []
        if unit in self.pool.field_depends[field]:
            is_quantity = field._digits == QUANTITY or "qty" in field.name
            return ["product_id", "uom_id"] if is_quantity and "product_id" in records._fields else []
        floats = [name for name, other in records._fields.items() if other.type == "float" and other.store]
        return [unit] if field._digits == QUANTITY or floats == [field.name] else []

    def _can_tell_unit(self, records) -> bool:
        """Tell whether the database knows the currency or unit of what is measured, if it has one."""
        name = self._get_currency_field(records)
        path = [name] if name else self._get_unit_path(records)
        try:
            if path:
                self._follow(records, records._as_query(ordered=False), path)
        except ValueError:  # computed when it is read
            return False
        return True

    def _follow(self, records, query, path) -> SQL:
        """Return the column at the end of a path of many2one fields.

        :raise ValueError: the database doesn't know it
        """
        # In which currency or unit a number is, is no secret to whoever may read the number.
        model_sudo, alias = records.sudo(), query.table
        for name in path[:-1]:
            model_sudo, alias = model_sudo._fields[name].join(model_sudo, alias, query)
        return model_sudo._field_to_sql(alias, path[-1], query)

    def _prepare_value(self, records, query, company, day: SQL) -> tuple[SQL, SQL | None]:
        """Return what is measured of a record, money in the company's currency.

        :param day: the column with the day on which the record counts, whose rate of exchange is taken
        :return: for money also the id of a currency of which Odoo knows no rate, which it takes to be worth the same
        """
        currency_field = self._get_currency_field(records)
        value = records._field_to_sql(query.table, self.value_field, query)
        if not currency_field:
            return value, None
        currency, own = self._follow(records, query, [currency_field]), company.currency_id
        rates = SQL("(%s)", select_rates(company))
        for alias, wanted in (("rate_from", currency), ("rate_to", SQL("%s", own.id))):
            query.add_join("LEFT JOIN", alias, rates, SQL("%s = %s", SQL.identifier(alias, "currency_id"), wanted))
        return converted(value, currency, day, own.id, own.rounding)

    def _prepare_quantity(self, records, query) -> tuple[SQL, SQL] | None:
        """Return what is measured of a record in the reference unit of its unit of measure, and the id of that one.

        :return: None if it is no quantity. The id is 0 where a record has no unit, and NULL where it has nothing
        """
        path = self._get_unit_path(records)
        if not path:
            return None
        value, unit = records._field_to_sql(query.table, self.value_field, query), self._follow(records, query, path)
        uom = self.env[UOM]
        alias = query.make_alias(query.table, "unit")
        factor, parents = (
            SQL.identifier(alias, name, to_flush=uom._fields[name]) for name in ("factor", "parent_path")
        )
        query.add_join("LEFT JOIN", alias, uom._table, SQL("%s = %s", SQL.identifier(alias, "id"), unit))
        return (
            SQL("%s * COALESCE(%s, 1)", value, factor),
            SQL("CASE WHEN %s <> 0 THEN COALESCE(split_part(%s, '/', 1)::int, 0) END", value, parents),
        )

    def _find_reference_units(self, user) -> list[int]:
        """Return the ids of the reference units of all that may be measured; 0 stands for none.

        :return: empty if it is no quantity, or there is nothing yet
        """
        if self.measure not in MEASURES_OF_A_FIELD:
            return []
        records = self.env[self.record_model].with_user(user)
        query = self._search_records(records)
        quantity = self._prepare_quantity(records, query)
        if not quantity:
            return []
        _value, kind = quantity
        return sorted({found for [found] in self.env.execute_query(query.select(SQL("DISTINCT %s", kind)))} - {None})

    def _propose_unit(self) -> str | None:
        """Return in which unit the KPI's values are, as far as that follows from what is measured."""
        if self.measure == "share":
            return "%"
        if self.measure == "duration":
            return self._get_choice_label("duration_unit", self.duration_unit).lower()
        if self.measure == "count" or self._find_problem(self.env.user, ask_database=True):
            return None
        if self._get_currency_field(self.env[self.record_model]):
            return (self.company_id or self.env.company).currency_id.name
        units = self._find_reference_units(self.env.user)
        return self._get_unit_labels(units) if len(units) == 1 and units[0] else None

    @api.model
    def _get_unit_labels(self, ids: list[int]) -> str:
        """Return the names of reference units; 0 stands for none."""
        # Names are for every reader of the reading. Without units, as where their addon is gone, there is none.
        units_sudo = self.env[UOM].sudo().browse(filter(None, ids)).exists() if UOM in self.env else self.browse()
        return ", ".join([*units_sudo.mapped("name"), *([self.env._("no unit")] if 0 in ids else [])])

    def _is_proposed_unit(self) -> bool:
        """Tell whether the unit is one of those that are proposed, and not somebody's own word."""
        durations = dict(self._fields["duration_unit"]._description_selection(self.env)).values()
        if self.unit == "%" or self.unit in {label.lower() for label in durations}:
            return True
        named = [("name", "=", self.unit)]
        models = ["res.currency", *([UOM] if UOM in self.env else [])]
        # Who defines a KPI need not be allowed to read currencies and units to have one proposed.
        return any(self.env[model].sudo().search_count(named, limit=1) for model in models)

    # The one statement in which all KPIs on Odoo's records are measured.

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
            answers[window.key] = answer_of(answers[window.key].facts, *figures)
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
        bounds = [bounds_of(window, is_day) for _number, window in numbered]
        # What no window can hold is left out before anything is computed of it.
        query.add_where(SQL("%s >= %s", moment, min(first for first, _last in bounds)))
        query.add_where(SQL("%s < %s", moment, max(last for _first, last in bounds)))
        value, kind = self._prepare_columns(records, query, moment, tz, rule)
        selected = query.select(
            SQL("%s AS moment", moment), SQL("%s AS value", value), SQL("%s AS kind", kind or SQL("NULL"))
        )
        return select_figures(numbered, bounds, self.measure, bool(kind), selected)

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
            return time_between(mark_of(began, rule), mark_of(ended, rule), self.duration_unit), None
        if quantity := self._prepare_quantity(records, query):
            return quantity
        day = day_of(moment, records._fields[self.date_field].type, tz)
        return self._prepare_value(records, query, records.env.company, day)

    # The time between two dates of a record, of which the second may not have come yet.

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
        return *(day_of(date, kind, tz) for date, kind in zip(dates, types, strict=True)), True

    def _prepare_survival(self, records, query, tz, numbered, rule) -> SQL:
        """Return the SELECT of :meth:`_prepare_statement` where a record without an end is still open."""
        began, ended, by_day = self._prepare_dates(records, query, tz)
        bounds = [bounds_of(window, by_day) for _number, window in numbered]
        # What no window can hold is left out before anything is computed of it.
        query.add_where(SQL("%s < %s", began, max(last for _first, last in bounds)))
        query.add_where(SQL("(%s IS NULL OR %s >= %s)", ended, ended, min(first for first, _last in bounds)))
        selected = query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS began", began),
            SQL("%s AS ended", ended),
            SQL("%s AS began_mark", mark_of(began, rule)),
            SQL("%s AS ended_mark", mark_of(ended, rule)),
        )
        return select_open(numbered, bounds, self.duration_unit, rule, selected)

    # What was measured, and of whom: noted as facts, and told in each reader's language.

    def _get_facts(self, records, family) -> dict:
        """Return what is to be told of a measurement: names, ids and codes of this KPI's fields, no sentence.

        :param records: the model, with the rights and companies of the measurement
        :param family: the company of which it is asked, and its branches
        """
        self.ensure_one()
        facts = {"model": records._name, "measure": self.measure}
        if self.measure == "duration":
            fields = [self.start_field, self.end_field]
            facts |= {"duration_unit": self.duration_unit, "without_end": self.without_end}
        else:
            fields = [self.value_field] if self.measure in MEASURES_OF_A_FIELD else []
            if fields and self._get_currency_field(records):
                facts["currency"] = records.env.company.currency_id.name
        facts["fields"] = fields
        if records._active_name:
            facts["archived"] = self.archived_records
        if self._is_of_company(records):
            # Whose records they are is told to every reader.
            company_sudo, *branches_sudo = (records.env.companies & family).sudo()
            facts["company"] = company_sudo.name
            facts["branches"] = [branch_sudo.name for branch_sudo in branches_sudo]
            facts["missing_branches"] = (family.sudo() - records.env.companies).mapped("name")
        if self.definer_id.id != SUPERUSER_ID:
            facts["definer"] = self.definer_id.name
        return facts

    @api.model
    def _add_unit(self, answer: Measurement, window, units: list) -> Measurement:
        """Return an answer with the reference unit in which it is, or why there is none.

        :param units: the ids of all reference units that were found in the windows of this KPI, where 0 stands for
            none; for money, of all currencies without a rate
        """
        if "currency" in answer.facts:
            names = self.env["res.currency"].browse(units).mapped("name")
            return Measurement(facts={"problem": "no_rate", "currency": ", ".join(names)})
        if len(units) > 1:
            return Measurement(facts=self.browse(window.kpi_id)._prepare_mixed_units(units))
        return replace(answer, facts={**answer.facts, "unit": units[0]}) if units[0] else answer

    def _describe_records(self, facts: dict) -> str:
        """Return in a sentence what was measured, and as far as whose rights reach; or why it couldn't be."""
        if facts.get("problem"):
            return self._describe_problem(facts)
        if not facts:
            return ""
        model = facts["model"]
        parts = [f"{self._get_model_label(model)}: {self._get_choice_label('measure', facts['measure'])}"]
        parts += [self._get_field_label(model, name) for name in facts["fields"]]
        if "duration_unit" in facts:
            parts.append(self._get_choice_label("duration_unit", facts["duration_unit"]))
            if facts["without_end"] == "ignore":
                parts.append(self.env._("without those that have no end"))
        if "currency" in facts:
            parts.append(self.env._("in %s, at the rate of each day", facts["currency"]))
        if "unit" in facts:
            parts.append(self.env._("in %s", self._get_unit_labels([facts["unit"]])))
        if "archived" in facts:
            counted = facts["archived"] == "count"
            parts.append(self.env._("archived ones too") if counted else self.env._("without archived ones"))
        parts += self._describe_companies(facts)
        if facts.get("left_out"):
            parts.append(self.env._("left out, since they ended before they began: %s", facts["left_out"]))
        if oldest := self._find_oldest(facts):
            parts.append(self.env._("open longest: %s", oldest))
        if "definer" in facts:
            parts.append(self.env._("as far as %s may see", facts["definer"]))
        return ", ".join(parts)

    def _find_oldest(self, facts) -> str | None:
        """Return the name of the record that has been open longest, if whoever reads may read that record."""
        reader = self.env(su=False)
        if reader.su or not facts.get("oldest") or facts["model"] not in reader:
            return None  # a mail made by the system has readers of whom nothing is known
        record = reader[facts["model"]].browse(facts["oldest"])
        return record.display_name if record.exists() and record.has_access("read") else None

    def _describe_companies(self, facts) -> list[str]:
        if "company" not in facts:
            return [self.env._("of all companies")]
        parts = [self.env._("of %s", ", ".join([facts["company"], *facts["branches"]]))]
        if facts["missing_branches"]:
            parts.append(self.env._("without %s", ", ".join(facts["missing_branches"])))
        return parts

    def _get_choice_label(self, name, value) -> str:
        return dict(self._fields[name]._description_selection(self.env)).get(value, value)

    @api.model
    def _get_model_label(self, model: str | None) -> str:
        # Names are for every reader of the reading.
        return self.env["ir.model"]._get(model).sudo().name or model or ""

    @api.model
    def _get_field_label(self, model: str | None, name: str | None) -> str:
        field = self.env[model]._fields.get(name) if model in self.env else None
        return field._description_string(self.env) if field else name or ""
