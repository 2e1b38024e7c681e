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
        names = ("company_id", "state", "date", "is_inventory", "quantity", "location_id", "location_dest_id")
        fields_read = [moves._fields[name] for name in names]
        names = ("move_id", "product_id", "lot_id", "owner_id", "package_id", "result_package_id", "state", "date")
        fields_read += [lines._fields[name] for name in (*names, "location_id", "location_dest_id")]
        fields_read.append(self.env["stock.location"]._fields["usage"])
        query = SQL(
            """
            WITH loss AS (SELECT id FROM stock_location WHERE usage = 'inventory'),
                 counted AS (
                SELECT period.number, move.quantity,
                       EXISTS (SELECT FROM stock_move_line earlier
                                WHERE earlier.product_id = line.product_id
                                  AND earlier.location_id = place.id
                                  AND earlier.package_id IS NOT DISTINCT FROM place.package_id
                                  AND earlier.lot_id IS NOT DISTINCT FROM line.lot_id
                                  AND earlier.owner_id IS NOT DISTINCT FROM line.owner_id
                                  AND earlier.state = 'done'
                                  AND (earlier.date, earlier.id) < (line.date, line.id))
                       OR EXISTS (SELECT FROM stock_move_line earlier
                                WHERE earlier.product_id = line.product_id
                                  AND earlier.location_dest_id = place.id
                                  AND earlier.result_package_id IS NOT DISTINCT FROM place.package_id
                                  AND earlier.lot_id IS NOT DISTINCT FROM line.lot_id
                                  AND earlier.owner_id IS NOT DISTINCT FROM line.owner_id
                                  AND earlier.state = 'done'
                                  AND (earlier.date, earlier.id) < (line.date, line.id)) AS is_known
                  FROM (%(periods)s) AS period
                  JOIN stock_move move
                    ON move.company_id = period.company_id
                   AND move.date >= period.date_from
                   AND move.date < period.date_to
                   AND move.is_inventory AND move.state = 'done'
                   AND (move.location_id IN (SELECT id FROM loss)) != (move.location_dest_id IN (SELECT id FROM loss))
                  JOIN stock_move_line line ON line.move_id = move.id
                  JOIN LATERAL (
                       SELECT line.location_dest_id AS id, line.result_package_id AS package_id
                        WHERE line.location_id IN (SELECT id FROM loss)
                    UNION ALL
                       SELECT line.location_id, line.package_id
                        WHERE line.location_dest_id IN (SELECT id FROM loss)) AS place ON TRUE
            )
            SELECT number,
                   100.0::float8 * count(*) FILTER (WHERE is_known AND quantity = 0)
                       / NULLIF(count(*) FILTER (WHERE is_known), 0),
                   count(*) FILTER (WHERE is_known),
                   count(*) FILTER (WHERE NOT is_known)
              FROM counted
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
