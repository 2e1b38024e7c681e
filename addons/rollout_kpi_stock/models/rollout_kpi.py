from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.window_rows import branch_rows


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
        *Relocate* are marked as an inventory's, too, and are no count. Neither is the first load of a product in a
        place: Odoo had expected nothing there, and knew nothing that could have been wrong. This holds for a first load
        of zero, too: a list of the whole catalogue isn't a hundred exact counts.

        :return: ``{window.key: Measurement}``: percent, number of counts; as facts the number of first loads
        """
        moves, lines = self.env["stock.move"], self.env["stock.move.line"]
        names = ("company_id", "state", "date", "is_inventory", "quantity")
        fields_read = [moves._fields[name] for name in names]
        names = ("move_id", "product_id", "lot_id", "owner_id", "package_id", "result_package_id", "state", "date")
        fields_read += [lines._fields[name] for name in (*names, "location_id", "location_dest_id")]
        fields_read.append(self.env["stock.location"]._fields["usage"])
        # What was moved before is read from beginning to end, which OFFSET 0 sees to: looked up for each count by
        # itself, all that was ever done with its product would be read again and again.
        query = SQL(
            """
            WITH counted AS (
                SELECT period.number, move.quantity, line.id AS line_id, line.product_id,
                       CASE WHEN source.usage = 'inventory' THEN target.id ELSE source.id END AS place_id
                  FROM (%(periods)s) AS period
                  JOIN stock_move move
                    ON move.company_id = period.company_id
                   AND move.date >= period.date_from
                   AND move.date < period.date_to
                   AND move.is_inventory AND move.state = 'done'
                  JOIN stock_move_line line ON line.move_id = move.id
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                 WHERE (source.usage = 'inventory') != (target.usage = 'inventory')
            ), first_load AS (
                SELECT (min(ARRAY[date_part('epoch', date), line_id]))[2]::int AS line_id
                  FROM (SELECT id AS line_id, date, product_id, lot_id, owner_id,
                               location_dest_id AS place_id, result_package_id AS package_id
                          FROM stock_move_line
                         WHERE state = 'done'
                     UNION ALL
                        SELECT id, date, product_id, lot_id, owner_id, location_id, package_id
                          FROM stock_move_line
                         WHERE state = 'done'
                        OFFSET 0) AS touched
                  JOIN (SELECT DISTINCT product_id, place_id FROM counted) AS asked USING (product_id, place_id)
              GROUP BY product_id, place_id, package_id, lot_id, owner_id
            )
            SELECT number,
                   100.0::float8 * count(*) FILTER (WHERE first_load.line_id IS NULL AND quantity = 0)
                       / NULLIF(count(*) FILTER (WHERE first_load.line_id IS NULL), 0),
                   count(*) FILTER (WHERE first_load.line_id IS NULL),
                   count(first_load.line_id)
              FROM counted
         LEFT JOIN first_load USING (line_id)
          GROUP BY number
            """,
            periods=branch_rows(windows),
            to_flush=fields_read,
        )
        answers = {window.key: Measurement() for window in windows}
        for number, share, count, first_loads in self.env.execute_query(query):
            answers[windows[number].key] = Measurement(share, count, facts={"first_loads": first_loads})
        return answers

    def _describe_count_accuracy(self, facts: dict) -> str:
        """
        :param facts: how many ``first_loads`` were left out
        """
        text = self.env._("Counts without a difference, as a share of the counts that were applied")
        if not facts.get("first_loads"):
            return text
        return self.env._(
            "%(counts)s; left out as first load of a product in its place: %(first_loads)s",
            counts=text,
            first_loads=facts["first_loads"],
        )
