from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.window_rows import window_rows


class RolloutKpi(models.Model):
    _inherit = "rollout.kpi"

    # Without this addon the readings stay, and further ones are entered by hand.
    source = fields.Selection(
        selection_add=[("count_accuracy", "Inventory count accuracy, from applied counts")],
        ondelete={"count_accuracy": "set default"},
    )

    @api.model
    def _measure_count_accuracy(self, windows: list) -> dict:
        """Measure the share of applied inventory counts that made no difference.

        Odoo writes a stock move for each count that is applied, with the difference as its quantity: zero
        for an exact count. It comes from where losses go, or goes there; goods that are put elsewhere with
        *Relocate* are marked as an inventory's, too, and are no count.

        :return: ``{window.key: Measurement}``: percent, number of counts
        """
        moves = self.env["stock.move"]
        names = ("company_id", "state", "date", "is_inventory", "quantity", "location_id", "location_dest_id")
        fields_read = [moves._fields[name] for name in names]
        fields_read.append(self.env["stock.location"]._fields["usage"])
        query = SQL(
            """
            WITH loss AS (SELECT id FROM stock_location WHERE usage = 'inventory')
            SELECT period.number,
                   100.0::float8 * count(*) FILTER (WHERE move.quantity = 0) / count(*),
                   count(*)
              FROM (VALUES %(rows)s) AS period(number, company_id, date_from, date_to)
              JOIN stock_move move
                ON move.company_id = period.company_id
               AND move.date >= period.date_from
               AND move.date < period.date_to
             WHERE move.is_inventory AND move.state = 'done'
               AND (move.location_id IN (SELECT id FROM loss)) != (move.location_dest_id IN (SELECT id FROM loss))
          GROUP BY period.number
            """,
            rows=window_rows(enumerate(windows), lambda window: [window.company_id]),
            to_flush=fields_read,
        )
        found = {number: (share, count) for number, share, count in self.env.execute_query(query)}
        method = self.env._("Counts without a difference, as a share of the counts that were applied")
        return {window.key: Measurement(*found.get(number, (None, 0)), method) for number, window in enumerate(windows)}
