from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .rollout_kpi_records import MEASURES_OF_A_FIELD

NUMERIC = ("integer", "float", "monetary")
TEMPORAL = ("date", "datetime")


class RolloutKpi(models.Model):
    """Why records can't be measured as a KPI says: found as a code with names, and told in each reader's language."""

    _inherit = "rollout.kpi"

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
