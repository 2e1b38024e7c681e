"""Every bridge on core's demo data (the weekly form on ours), against a query written by hand."""

from pathlib import Path

import pytest

from ..support import odoo_script
from ..support.database import DEMO, cloned
from .kaplan_meier import FIGURES
from .orders import ORDERS

SCRIPT = Path(__file__).parent / "odoo" / "demo_data.py"

# From what was found or lost, line by line, but for what was the first to be moved at a place.
COUNTS = """
    WITH touched AS (
        SELECT line.id AS line_id, line.date, product_id, lot_id, owner_id, place, package
          FROM stock_move_line line,
               LATERAL (VALUES (location_id, package_id), (location_dest_id, result_package_id)) AS side(place, package)
          JOIN stock_location ON stock_location.id = place AND usage != 'inventory'
         WHERE line.state = 'done'
    ), loads AS (
        SELECT DISTINCT ON (product_id, lot_id, owner_id, place, package) line_id
          FROM touched
      ORDER BY product_id, lot_id, owner_id, place, package, date, line_id
    )
    SELECT (100.0 * avg((line.quantity = 0)::int))::float8, count(*), NULL
      FROM stock_move_line line
      JOIN stock_move move ON move.id = line.move_id AND move.picking_id IS NULL AND move.scrap_id IS NULL
      JOIN stock_location source ON source.id = line.location_id
      JOIN stock_location target ON target.id = line.location_dest_id
     WHERE 'inventory' IN (source.usage, target.usage) AND line.state = 'done' AND line.company_id = %(subject)s
       AND line.id NOT IN (SELECT line_id FROM loads)
       AND (line.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date >= %(start)s::date
       AND (line.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date < %(end)s::date"""

# From what Odoo's own tracking says in the chatter of a company, of which nothing in the addons knows. Months that the
# first lock of all covers beside its newest one have been closed, but nobody knows since when.
CLOSES = f"""
    WITH RECURSIVE locks AS (
        SELECT (message.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
               value.new_value_datetime::date AS until
          FROM mail_tracking_value value
          JOIN mail_message message ON message.id = value.mail_message_id
          JOIN ir_model_fields field ON field.id = value.field_id
         WHERE message.model = 'res.company' AND message.res_id = %(subject)s
           AND field.name IN ('fiscalyear_lock_date', 'hard_lock_date')
    ), months AS (
        SELECT ends::date AS month, min(locks.day) AS day, number < 0 AS is_before_all
          FROM generate_series(-24, 24) AS number,
               LATERAL (SELECT date_trunc('month', min(until)) + interval '1 month' * (number + 1) - interval '1 day'
                                   AS ends
                          FROM locks) AS month
     LEFT JOIN locks ON locks.until >= ends
         WHERE ends < %(end)s::date - 1
      GROUP BY number, ends
    ), periods AS (
        SELECT month, day, is_before_all, %(end)s::date - 1 AS last,
               CASE WHEN (SELECT min(day) FROM locks) < %(end)s::date THEN date '-infinity'
                    ELSE %(start)s::date END AS open_since
          FROM months
    ), chosen AS (
        SELECT month, least(day, last) AS until, coalesce(day <= last, FALSE) AS ended
          FROM periods
         WHERE CASE WHEN day <= last THEN day >= %(start)s::date AND month < day AND NOT is_before_all
                    ELSE month >= open_since END
    ), counted AS (
        SELECT ended, days
          FROM chosen,
               LATERAL (SELECT count(*) AS days
                          FROM generate_series(month + 1, until, interval '1 day') AS working
                         WHERE EXTRACT(isodow FROM working) <= 5
                           AND NOT EXISTS (
                               SELECT FROM resource_calendar_leaves off
                                WHERE off.resource_id IS NULL AND off.company_id = %(subject)s
                                  AND working::date BETWEEN off.date_from::date AND off.date_to::date)) AS work
         WHERE ended OR days > 0
    ) {FIGURES}
    SELECT median, count, NULL FROM figures"""

# From the answers, week by week; a department's people are counted from the top of its tree.
HOURS = """
    WITH weeks AS (
        SELECT count(*) AS answers, sum(answer.manual_hours)::float8 AS hours
          FROM rollout_phase phase
          JOIN rollout_wave wave ON wave.program_id = phase.program_id
          JOIN rollout_feedback answer ON answer.wave_id = wave.id AND answer.department_id = phase.department_id
         WHERE phase.id = %(subject)s AND answer.has_manual_hours
           AND (wave.date_to AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s) > %(start)s::date
           AND (wave.date_to AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s) <= %(end)s::date
      GROUP BY wave.id
        HAVING sum((answer.sender_name IS NULL)::int) >= min(wave.minimum_group)
    ), staff AS (
        SELECT count(*) AS people
          FROM rollout_phase phase
          JOIN rollout_program program ON program.id = phase.program_id
          JOIN hr_employee person ON person.active AND person.company_id = program.company_id
          JOIN hr_version version ON version.id = person.current_version_id
         WHERE phase.id = %(subject)s AND version.department_id = phase.department_id
    )
    SELECT sum(hours) / sum(answers) * min(people), coalesce(sum(answers), 0)::int, NULL FROM staff, weeks"""


@pytest.fixture(scope="module")
def measured():
    """A database with core's demo data and what its script measured there."""
    with cloned(DEMO) as database:
        yield database, odoo_script.run(database.name, SCRIPT)


@pytest.mark.parametrize(
    "name, query, least", [("orders", ORDERS, 8), ("counts", COUNTS, 20), ("closes", CLOSES, 10), ("hours", HOURS, 10)]
)
def test_every_answer_is_what_a_query_by_hand_gives(measured, name, query, least):
    database, facts = measured
    most, different = 0, set()
    for (subject, zone, start, end), *figures in facts[name]:
        [by_hand] = database.query(query, subject=subject, zone=zone, start=start, end=end)
        assert figures == pytest.approx(list(by_hand), abs=1e-6), (subject, zone, start, end)
        most = max(most, figures[1])
        different.add(tuple(figures))
    # Something was measured, and not the same everywhere.
    assert most >= least, name
    assert len(different) > 3, name
