from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.similarity import MOST_SIMILAR, SIMILARITY_THRESHOLD


class RolloutLogItem(models.Model):
    """Items of the same program that seem to say the same, found by PostgreSQL's trigrams."""

    _inherit = "rollout.log.item"

    similar_ids = fields.Many2many(
        "rollout.log.item",
        "rollout_log_item_similar",
        string="Similar Items",
        compute="_compute_similar_ids",
        store=False,
    )
    similarity = fields.Float(
        "Alike",
        compute="_compute_similarity",
        help="The share of the groups of three letters that both summaries have.",
    )
    can_suggest = fields.Boolean(compute="_compute_can_suggest")

    def _compute_can_suggest(self):
        self.can_suggest = bool(self.env.registry.has_trigram)

    @api.depends("name", "program_id")
    def _compute_similar_ids(self):
        """Search for each item; meant for the form, where there is one."""
        for item in self:
            item.similar_ids = item._find_similar()

    @api.depends("name")
    @api.depends_context("similar_to")
    def _compute_similarity(self):
        other = self.browse(self.env.context.get("similar_to")).exists()[:1]
        self.similarity = 0
        if not (other and self.ids and self.env.registry.has_trigram):
            return
        other.check_access("read")
        text, name = other._get_similarity_terms(self._table)
        values = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, similarity(%s, %s) FROM %s WHERE id IN %s",
                    name,
                    text,
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )
        )
        for item in self:
            item.similarity = values.get(item._origin.id, 0)

    def _get_similarity_terms(self, table):
        """Return the SQL of this item's summary and of the summaries in ``table``, as they are indexed."""
        unaccent = self.env.registry.unaccent
        return unaccent(SQL("%s", self.name or "")), unaccent(self._field_to_sql(table, "name"))

    def _find_similar(self):
        """Return the items most like this one, the most similar first, as far as the user may read them.

        Without the extension ``pg_trgm`` there are none.
        """
        self.ensure_one()
        if not (self.env.registry.has_trigram and self.name and self.program_id):
            return self.browse()
        query = self._search([("program_id", "=", self.program_id.id), ("id", "!=", self._origin.id)])
        if query.is_empty():
            return self.browse()
        text, name = self._get_similarity_terms(query.table)
        # Whatever the server is set to: the operator that the index knows takes its threshold from here.
        self.env.execute_query(
            SQL("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", str(SIMILARITY_THRESHOLD))
        )
        query.add_where(SQL("%s %% %s", name, text))
        query.order = SQL("similarity(%s, %s) DESC, %s DESC", name, text, SQL.identifier(query.table, "id"))
        query.limit = MOST_SIMILAR
        return self.browse(row_id for (row_id,) in self.env.execute_query(query.select()))
