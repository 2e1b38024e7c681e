from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_base.tools.week import day_start_utc
from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.survival import select_durations
from odoo.addons.rollout_kpi.tools.window_rows import branch_rows


class RolloutKpi(models.Model):
    _inherit = "rollout.kpi"

    # Without this addon the readings stay, and further ones are entered by hand.
    source = fields.Selection(
        selection_add=[("order_to_ship", "Order to ship, from sales orders")],
        ondelete={"order_to_ship": "set default"},
    )

    @api.model
    def _measure_order_to_ship(self, windows: list) -> dict:
        """Measure the days (24 hours each) from an order's confirmation to its first delivery.

        The orders are those confirmed before the window's end, and first delivered within the window or not by then:
        these wait, if there is something to deliver, and count with the days that they have waited by the window's
        end. Left out are orders that were delivered before they were confirmed, which were written down after the
        fact, and orders loaded at a go-live.

        :return: ``{window.key: Measurement}``: Kaplan-Meier median, number of orders, 90th percentile, how many wait;
            as facts the name of the order that waits longest, and how many were left out why
        """
        query = SQL(
            """
            WITH period AS (%(periods)s),
                 go_live AS MATERIALIZED (%(go_lives)s)
            SELECT duration.number, value, spread, count, at_least, waiting, oldest, sale.name, left_out, loaded
              FROM (%(durations)s) AS duration
         LEFT JOIN sale_order sale ON sale.id = oldest_order[2]::int
            """,
            periods=branch_rows(windows),
            go_lives=self._select_go_lives(),
            durations=select_durations(
                self._select_shipped_and_waiting(windows),
                {
                    # Of the pairs, the greatest is that of the order that waits longest.
                    "oldest_order": SQL("max(ARRAY[days, order_id]) FILTER (WHERE is_open AND days IS NOT NULL)"),
                    "loaded": SQL("count(*) FILTER (WHERE days IS NULL)"),
                },
            ),
        )
        answers = {window.key: Measurement() for window in windows}
        for number, value, spread, count, at_least, waiting, oldest, name, early, loaded in self.env.execute_query(
            query
        ):
            answers[windows[number].key] = Measurement(
                value,
                count,
                spread=spread,
                at_least=at_least,
                waiting=waiting,
                oldest=oldest,
                facts={"oldest": name, "early": early, "loaded": loaded},
            )
        return answers

    def _describe_order_to_ship(self, facts: dict) -> str:
        """
        :param facts: the name of the ``oldest`` order that waits or None, and how many were left out because they were
            delivered too ``early``, or ``loaded`` at a go-live
        """
        parts = [self.env._("Median days from confirmation to first delivery, orders that wait included")]
        if facts.get("oldest"):
            parts.append(self.env._("waiting longest: %s", facts["oldest"]))
        if facts.get("early"):
            parts.append(self.env._("left out as delivered before they were confirmed: %s", facts["early"]))
        if facts.get("loaded"):
            parts.append(self.env._("left out as loaded at go-live: %s", facts["loaded"]))
        return "; ".join(parts)

    @api.model
    def _select_shipped_and_waiting(self, windows) -> SQL:
        """Return the SELECT of the orders of each ``period``: ``number, order_id, days, is_open``.

        An order that was loaded has no days: it was created on the day of a ``go_live``, and either dated to a day
        before that or imported. An import gives each record its external id as it creates it; one that an export has
        given an order later says nothing of where it comes from.

        An order that isn't delivered waits while a transfer on its way to the customer is neither done nor cancelled:
        services, and what will never be sent, wait for nothing.
        """
        moves = self.env["stock.move"]
        # Named one by one, as an index of theirs finds them.
        open_states = [
            state for state in moves._fields["state"].get_values(self.env) if state not in ("done", "cancel")
        ]
        # Each order is looked at once, and then in turn (which OFFSET 0 sees to) for each of the few windows.
        return SQL(
            """
            SELECT period.number, sale.id AS order_id,
                   COALESCE(sale.effective_date >= period.date_to, TRUE) AS is_open,
                   CASE WHEN NOT EXISTS (
                            SELECT FROM go_live
                             WHERE go_live.company_id = sale.company_id
                               AND go_live.tz = period.tz
                               AND go_live.start <= sale.create_date
                               AND go_live.stop > sale.create_date
                               AND (sale.date_order < go_live.start
                                    OR EXISTS (SELECT FROM ir_model_data data
                                                WHERE data.model = 'sale.order'
                                                  AND data.res_id = sale.id
                                                  AND (data.module = '__import__'
                                                       OR data.create_date = sale.create_date))))
                        THEN date_part('epoch', LEAST(sale.effective_date, period.date_to) - sale.date_order) / 86400
                    END AS days
              FROM sale_order sale
        CROSS JOIN LATERAL (
                   SELECT *
                     FROM period
                    WHERE company_id = sale.company_id
                      AND date_to > sale.date_order
                      AND (date_from <= sale.effective_date OR sale.effective_date IS NULL)
                   OFFSET 0) AS period
             WHERE sale.state = 'sale'
               AND sale.date_order < %(latest)s
               AND (sale.effective_date >= %(earliest)s
                    OR sale.effective_date IS NULL AND sale.id IN (
                           SELECT picking.sale_id
                             FROM stock_move move
                             JOIN stock_picking picking ON picking.id = move.picking_id
                             JOIN stock_location place
                               ON place.id = COALESCE(move.location_final_id, move.location_dest_id)
                            WHERE move.state IN %(open_states)s
                              AND picking.sale_id IS NOT NULL
                              AND place.usage = 'customer'))
            """,
            # Said once more of all windows together, so that no other order is looked at for each of them in vain.
            earliest=min(day_start_utc(window.date_from, window.tz) for window in windows),
            latest=max(day_start_utc(window.date_to, window.tz) for window in windows),
            open_states=tuple(open_states),
            to_flush=[
                *self._get_sql_fields(
                    "sale.order", "company_id", "state", "create_date", "date_order", "effective_date"
                ),
                *self._get_sql_fields("stock.move", "picking_id", "state", "location_dest_id", "location_final_id"),
                *self._get_sql_fields("stock.picking", "sale_id"),
                *self._get_sql_fields("stock.location", "usage"),
                *self._get_sql_fields("ir.model.data", "model", "res_id", "module", "create_date"),
            ],
        )

    @api.model
    def _select_go_lives(self) -> SQL:
        """Return the SELECT of the days of go-live of each ``period``: ``tz, company_id, start, stop``, in UTC.

        They are those of all programs of the company, and of the companies above it.
        """
        return SQL(
            """
            SELECT DISTINCT period.tz, period.company_id,
                   phase.go_live_date::timestamp AT TIME ZONE period.tz AT TIME ZONE 'UTC' AS start,
                   (phase.go_live_date + 1)::timestamp AT TIME ZONE period.tz AT TIME ZONE 'UTC' AS stop
              FROM period
              JOIN res_company company ON company.id = period.company_id
              JOIN res_company launching ON starts_with(company.parent_path, launching.parent_path)
              JOIN rollout_program program ON program.company_id = launching.id
              JOIN rollout_phase phase ON phase.program_id = program.id
             WHERE phase.go_live_date IS NOT NULL
            """,
            to_flush=[
                *self._get_sql_fields("rollout.program", "company_id"),
                *self._get_sql_fields("rollout.phase", "program_id", "go_live_date"),
            ],
        )

    @api.model
    def _get_sql_fields(self, model: str, *names) -> list:
        """Return the fields of a model for ``to_flush``."""
        return [self.env[model]._fields[name] for name in names]
