"""Order to ship by hand: from the moves alone, of a kit from its parts', of which nothing in the addons knows."""

from .kaplan_meier import FIGURES

# From the moves that have reached a customer, or are to.
ORDERS = f"""
    WITH RECURSIVE orders AS (
        SELECT so.date_order AS begun,
               min(move.date) FILTER (WHERE move.state = 'done') AS shipped,
               bool_or(move.state NOT IN ('done', 'cancel')) AS is_due,
               %(start)s::timestamp AT TIME ZONE %(zone)s AT TIME ZONE 'UTC' AS since,
               %(end)s::timestamp AT TIME ZONE %(zone)s AT TIME ZONE 'UTC' AS until
          FROM sale_order so
          JOIN sale_order_line line ON line.order_id = so.id
          JOIN stock_move move ON move.sale_line_id = line.id
          JOIN stock_location place ON place.id = move.location_dest_id AND place.usage = 'customer'
         WHERE so.state = 'sale' AND so.company_id = %(subject)s
      GROUP BY so.id
    ), counted AS (
        SELECT EXTRACT(EPOCH FROM least(shipped, until) - begun)::float8 / 86400 AS days,
               coalesce(shipped < until, FALSE) AS ended
          FROM orders
         WHERE begun < until AND (shipped >= since OR shipped IS NULL AND is_due)
    ) {FIGURES}
    SELECT median, count, spread FROM figures"""
