from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.similarity import MOST_SIMILAR, SIMILARITY_THRESHOLDS


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
            found = item._find_similar()
            item.similar_ids = self.browse(other.id for other in found)
            for other, similarity in found.items():
                # How much alike is a matter of both: it is known only while one of them is looked at.
                self._fields["similarity"]._update_cache(other, similarity)

    def _compute_similarity(self):
        # Similar to nothing in particular, unless it has just been found for an item.
        self.similarity = 0

    def _get_similarity_terms(self, table):
        """Return the SQL of this item's summary and of the summaries in ``table``, as they are indexed."""
        unaccent = self.env.registry.unaccent
        return unaccent(SQL("%s", self.name or "")), unaccent(self._field_to_sql(table, "name"))

    def _find_similar(self) -> dict:
        """Find the items most like this one, the most similar first, as far as the user may read them.

        Without the extension ``pg_trgm`` there are none.

        :return: ``{item: similarity}``, from the lowest threshold to 1
        """
        self.ensure_one()
        if not (self.env.registry.has_trigram and self.name and self.program_id):
            return {}
        query = self._search([("program_id", "=", self.program_id.id), ("id", "!=", self._origin.id)])
        if query.is_empty():
            return {}
        text, name = self._get_similarity_terms(query.table)
        query.add_where(SQL("%s %% %s", name, text))
        key = SQL.identifier(query.table, "id")
        similarity = SQL("similarity(%s, %s)", name, text)
        query.order = SQL("%s DESC, %s DESC", similarity, key)
        query.limit = MOST_SIMILAR
        statement = query.select(key, similarity)
        rows = []
        for threshold in SIMILARITY_THRESHOLDS:
            # Whatever the server is set to: the operator that the index knows takes its threshold from here.
            self.env.execute_query(SQL("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", str(threshold)))
            rows = self.env.execute_query(statement)
            if len(rows) == MOST_SIMILAR:
                break
        items = self.browse(item_id for item_id, _similarity in rows)
        return dict(zip(items, (value for _item_id, value in rows), strict=True))
