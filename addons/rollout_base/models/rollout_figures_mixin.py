from odoo import api, models
from odoo.fields import Domain
from odoo.models import parse_read_group_spec
from odoo.tools import SQL


class RolloutFiguresMixin(models.AbstractModel):
    """Numbers that are added up or averaged in groups, pivots and graphs only where that means something.

    Days and hours have no mean in common, nor has a figure of three people the weight of one of three hundred.
    A model says for each such field what its records must have in common, and how much each counts; a group that
    mixes what is unlike has no figure, which is not 0.
    """

    _name = "rollout.figures.mixin"
    _description = "Figures of Like Records"

    # {field: fields that all records behind its figure have in common}; "id" is a figure of one record alone
    _alike_by = {}
    # {field: field that says how much each record counts in its mean}
    _weighted_by = {}
    # {field: domain of the records that have a figure, where one that isn't known is stored as 0}
    _counted_where = {}

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        aggregate = super()._read_group_select(aggregate_spec, query)
        name, _path, function = parse_read_group_spec(aggregate_spec)
        if function not in ("sum", "avg"):
            return aggregate
        value = self._field_to_sql(self._table, name, query)
        if counted := self._counted_where.get(name):
            condition = Domain(counted).optimize_full(self)._to_sql(self, self._table, query)
            value = SQL("CASE WHEN %s THEN %s END", condition, value)
            aggregate = SQL("SUM(%s)", value) if function == "sum" else SQL("AVG(%s)", value)
        if function == "avg" and (weight_name := self._weighted_by.get(name)):
            weight = self._field_to_sql(self._table, weight_name, query)
            aggregate = SQL(
                "SUM(%(value)s * %(weight)s)::float / NULLIF(SUM(%(weight)s) FILTER (WHERE %(value)s IS NOT NULL), 0)",
                value=value,
                weight=weight,
            )
        if common := self._alike_by.get(name):
            kind = SQL(", ").join(self._field_to_sql(self._table, each, query) for each in common)
            aggregate = SQL(
                "CASE WHEN COUNT(DISTINCT ROW(%s)) FILTER (WHERE %s IS NOT NULL) = 1 THEN %s END",
                kind,
                value,
                aggregate,
            )
        return aggregate
