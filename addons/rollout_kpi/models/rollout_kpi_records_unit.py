from odoo import api, models
from odoo.tools import SQL

from ..tools.currency_rates import rate_of, select_rates
from .rollout_kpi_records import MEASURES_OF_A_FIELD

UOM = "uom.uom"
# Odoo's names for the unit of a record; another field with a unit, such as that of its packaging, is not it.
UNIT_FIELDS = ("product_uom_id", "product_uom", "uom_id")
# Odoo's names for the decimals of a quantity, and of a price.
QUANTITY = "Product Unit"
PRICE = "Product Price"


class RolloutKpi(models.Model):
    """In which currency or unit of measure a field's values are, and how they become comparable."""

    _inherit = "rollout.kpi"

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
        # Rounded as Odoo rounds each amount that it converts.
        converted = SQL(
            """CASE WHEN COALESCE(%(currency)s, %(own)s) = %(own)s THEN %(value)s
                    ELSE round((%(value)s * %(rate_to)s / %(rate_from)s)::numeric / %(rounding)s) * %(rounding)s END""",
            currency=currency,
            own=own.id,
            value=value,
            rate_to=rate_of("rate_to", day),
            rate_from=rate_of("rate_from", day),
            rounding=SQL("%s::numeric", str(own.rounding)),
        )
        unknown = SQL(
            """CASE WHEN %(value)s <> 0 AND %(currency)s <> %(own)s AND rate_from.currency_id IS NULL
                    THEN %(currency)s END""",
            value=value,
            currency=currency,
            own=own.id,
        )
        return converted, unknown

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
