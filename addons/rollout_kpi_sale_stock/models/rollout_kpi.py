from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.window_rows import window_rows


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

        The orders are those first delivered within the window, and not cancelled since. An order
        that was delivered before it was confirmed was written down after the fact; it says
        nothing about shipping, and is left out and counted in the method.

        :return: ``{window.key: Measurement}``: median, number of orders, 90th percentile
        """
        orders = self.env["sale.order"]
        fields_read = [orders._fields[name] for name in ("company_id", "state", "date_order", "effective_date")]
        query = SQL(
            """
            WITH shipped AS (
                SELECT period.number,
                       EXTRACT(EPOCH FROM sale.effective_date - sale.date_order)::float8 / 86400
                           AS days
                  FROM (VALUES %(rows)s) AS period(number, company_id, date_from, date_to)
                  JOIN sale_order sale
                    ON sale.company_id = period.company_id
                   AND sale.effective_date >= period.date_from
                   AND sale.effective_date < period.date_to
                 WHERE sale.state = 'sale'
            )
            SELECT number,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE days >= 0),
                   percentile_cont(0.9) WITHIN GROUP (ORDER BY days) FILTER (WHERE days >= 0),
                   count(*) FILTER (WHERE days >= 0),
                   count(*) FILTER (WHERE days < 0)
              FROM shipped
          GROUP BY number
            """,
            rows=window_rows(enumerate(windows), lambda window: [window.company_id]),
            to_flush=fields_read,
        )
        found = {number: figures for number, *figures in self.env.execute_query(query)}
        answers = {}
        for number, window in enumerate(windows):
            median, percentile, count, left_out = found.get(number, (None, None, 0, 0))
            method = self.env._("Median days from confirmation to first delivery")
            if left_out:
                method = self.env._(
                    "%(method)s; left out as delivered before they were confirmed: %(count)s",
                    method=method,
                    count=left_out,
                )
            answers[window.key] = Measurement(median, count, method, spread=percentile)
        return answers
