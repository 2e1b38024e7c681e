from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.models import (
    READ_GROUP_DISPLAY_FORMAT,
    READ_GROUP_NUMBER_GRANULARITY,
    READ_GROUP_TIME_GRANULARITY,
    parse_read_group_spec,
)
from odoo.tools import SQL
from odoo.tools.misc import get_lang

from ..tools.iso_week_field import IsoWeek
from ..tools.reader_dates import format_date, format_datetime, week_of, years_ahead


class RolloutCalendarMixin(models.AbstractModel):
    """Grouped by days and weeks that are the same for every reader.

    Odoo starts and numbers a week as the reader's language does, and cuts days where the reader's time zone
    does: two people would read different figures for "this week", and both differ from what the suite counts.
    Here weeks are ISO weeks, and a moment falls on the day that it is in the time zone of the record's program.
    Every model of the suite has this mixin.
    """

    _name = "rollout.calendar.mixin"
    _description = "Grouped by ISO Weeks"
    # Every model of the suite keeps these promises, too: no client sets what isn't its to set, no year that can't be
    # meant is taken, whoever answers a notification reaches a person, a link leads to the server that the addons are
    # on, and what other records need isn't deleted.
    _inherit = [
        "rollout.guarded.mixin",
        "rollout.dated.mixin",
        "rollout.reply.mixin",
        "rollout.address.mixin",
        "rollout.kept.mixin",
    ]

    # The many2one fields that lead from a record to its program, a record that says which day it is for whoever works
    # there (`tz`, `_get_today()`) and who reads their answers (`_get_reply_to()`): "" is the program itself, and None a
    # model that belongs to no program, whose moments are read in the reader's time zone.
    _program_path = "program_id"

    @api.depends(lambda self: [self._program_path] if self._program_path else [])
    def _compute_date(self):
        """Propose the current day, for a field ``date``: that of the program, not that of whoever writes it down."""
        for record in self:
            record.date = record.date or record._get_own_today()

    def _get_own_today(self) -> date:
        """Return the current day where the record's program is, or where its reader is if it has none yet."""
        self.ensure_one()
        program = self._program_path is not None and self.mapped(self._program_path)
        return program._get_today() if program else fields.Date.context_today(self)

    def _count_each(self, others, field_name: str, domain: Domain = Domain.TRUE) -> dict:
        """Return how many records of a model point to each of these, in one query.

        :param others: the model, as an empty recordset with the rights with which to count
        :param field_name: its many2one field
        :param domain: which of them count
        :return: ``{record: count}`` with an entry for each record of ``self``
        """
        counts = dict(others._read_group(Domain(field_name, "in", self.ids) & domain, [field_name], ["__count"]))
        count_by_id = {record.id: count for record, count in counts.items()}
        return {record: count_by_id.get(record._origin.id, 0) for record in self}

    @api.model
    def _zone_to_sql(self, alias, query) -> SQL:
        """Return the time zone of the program to which the row of ``alias`` belongs."""
        # A time zone is no secret, and whose record it is has been judged by its own rules.
        model_sudo = self.sudo()
        for name in filter(None, self._program_path.split(".")):
            model_sudo, alias = model_sudo._fields[name].join(model_sudo, alias, query)
        return model_sudo._field_to_sql(alias, "tz", query)

    def _field_to_sql(self, alias, field_expr, query=None):
        # "opened.iso_week_number", say: a part of a moment, and "opened.tz" the moment on local clocks.
        name, _dot, part = field_expr.partition(".")
        field = self._fields.get(name)
        if not (part and field and field.type == "datetime" and self._program_path is not None):
            return super()._field_to_sql(alias, field_expr, query)
        moment = super()._field_to_sql(alias, name, query)
        local = SQL("timezone(%s, timezone('UTC', %s))", self._zone_to_sql(alias, query), moment)
        return field.property_to_sql(local, part, self.with_context(tz=None), alias, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        name, path, granularity = parse_read_group_spec(groupby_spec)
        field = self._fields.get(name)
        if path or not field or field.type not in ("date", "datetime"):
            return super()._read_group_groupby(alias, groupby_spec, query)
        if granularity in READ_GROUP_NUMBER_GRANULARITY:
            return self._field_to_sql(alias, f"{name}.{granularity}", query)
        if granularity not in READ_GROUP_TIME_GRANULARITY:
            return super()._read_group_groupby(alias, groupby_spec, query)
        local = self._field_to_sql(alias, f"{name}.tz" if field.type == "datetime" else name, query)
        # PostgreSQL's weeks are ISO weeks.
        start = SQL("date_trunc(%s, %s::timestamp)", granularity, local)
        return SQL("%s::date", start) if field.type == "date" else start

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        name, path, granularity = parse_read_group_spec(groupby_spec)
        field = self._fields[name]
        if isinstance(field, IsoWeek) and not path:
            return lambda value: (field.convert_to_read(value, self), [(name, "=", value)])
        if path or field.type not in ("date", "datetime") or granularity not in READ_GROUP_TIME_GRANULARITY:
            return super()._web_read_group_groupby_formatter(groupby_spec, values)
        if field.type == "date" or self._program_path is None:
            formatters = {None: super()._web_read_group_groupby_formatter(groupby_spec, values)}
        else:
            # A group has the same days in all programs, but not the same moments.
            formatters = {
                zone: super(RolloutCalendarMixin, self.with_context(tz=zone))._web_read_group_groupby_formatter(
                    groupby_spec, values
                )
                for zone in self._get_program_zones()
            }

        def format_group(value):
            if not value:
                return value, [(name, "=", value)]
            answers = {zone: formatter(value) for zone, formatter in formatters.items()}
            (start, label), domain = next(iter(answers.values()))
            if granularity == "week":
                week, year = week_of(self.env, value)
                label = f"W{week} {year:04}"
            elif years_ahead(get_lang(self.env).code):
                # Odoo's label is in the Common Era. A group starts on the program's clocks, and is shown as it stands.
                pattern = READ_GROUP_DISPLAY_FORMAT[granularity]
                if field.type == "date":
                    label = format_date(self.env, value, date_format=pattern)
                else:
                    label = format_datetime(self.env, value, "UTC", pattern)
            if len(answers) > 1:
                zone_field = f"{self._program_path}.tz".lstrip(".")
                domain = Domain.OR(
                    Domain(zone_field, "=", zone) & Domain(own_domain) for zone, (_label, own_domain) in answers.items()
                )
            return (start, label), list(domain)

        return format_group

    @api.model
    def _get_program_zones(self) -> list[str]:
        """Return the time zones of all programs, in the order of their names."""
        programs = self.browse().mapped(self._program_path) if self._program_path else self
        # Which time zones there are is no secret.
        programs_sudo = programs.sudo().with_context(active_test=False)
        return [zone for (zone,) in programs_sudo._read_group([], ["tz"], order="tz")]
