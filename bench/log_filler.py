"""Fills a log with as many items as are wanted, by a few statements; used inside Odoo, by odoo/log_items.py."""

from . import sentences

PHASES = ["Accounting", "Inventory", "Sales", "Purchasing"]
OWNERS = 12

# `dice` are thrown once for each item; `power` makes the first words of a list the commonest. A part of the items is
# in Thai, half of them have a description, and some name an order.
_INSERT = """
    WITH words AS (
        SELECT %(english)s::text[] AS first, %(english_middle)s::text[] AS middle, %(english_last)s::text[] AS last,
               ' ' AS gap, FALSE AS thai
     UNION ALL
        SELECT %(thai)s::text[], %(thai_middle)s::text[], %(thai_last)s::text[], '', TRUE
    ), dice AS MATERIALIZED (
        SELECT n, random() < 0.3 AS thai, random() < 0.5 AS described, random() < 0.2 AS with_order,
               power(random(), 1.6) AS a, power(random(), 1.6) AS b, power(random(), 1.3) AS c,
               power(random(), 1.3) AS d, random() AS e, random() AS status, random() AS f, random() AS g
          FROM generate_series(%(first)s, %(last)s) n
    )
    INSERT INTO rollout_log_item
           (name, description, program_id, company_id, phase_id, user_id, kind, source, state, critical, minutes_lost,
            voice_count, active, open_since, decided_on, decision, create_date, write_date, create_uid, write_uid)
    SELECT first[1 + floor(a * cardinality(first))::int] || gap || middle[1 + floor(b * cardinality(middle))::int]
             || rtrim(gap || words.last[1 + floor(c * cardinality(words.last))::int])
             || CASE WHEN with_order THEN ' SO' || lpad(floor(e * 100000)::text, 5, '0') ELSE '' END,
           CASE WHEN described THEN
             first[1 + floor(d * cardinality(first))::int] || gap || middle[1 + floor(c * cardinality(middle))::int]
               || gap || words.last[1 + floor(e * cardinality(words.last))::int] END,
           %(program)s, %(company)s,
           (%(phases)s::int[])[1 + floor(f * cardinality(%(phases)s::int[]))::int],
           CASE WHEN g < 0.7 THEN (%(owners)s::int[])[1 + floor(g / 0.7 * cardinality(%(owners)s::int[]))::int] END,
           (ARRAY['issue', 'confusion', 'frustration', 'request'])[1 + floor(e * 4)::int],
           CASE WHEN f < 0.8 THEN 'form' ELSE 'manual' END,
           CASE WHEN status < 0.03 THEN 'new' WHEN status < 0.06 THEN 'in_progress' WHEN status < 0.15 THEN 'decided'
                ELSE 'closed' END,
           g < 0.02, floor(d * 90), 1 + floor(power(f, 4) * 9)::int, TRUE,
           timezone('UTC', now()) - (CASE WHEN status < 0.06 THEN 30 ELSE 900 END * e + 30 * g) * interval '1 day',
           CASE WHEN status >= 0.06 THEN timezone('UTC', now()) - 900 * e * interval '1 day' END,
           CASE WHEN status >= 0.06 THEN
             (ARRAY['practice', 'training', 'configuration', 'process_change', 'wont_do'])[1 + floor(f * 5)::int] END,
           now(), now(), 1, 1
      FROM dice JOIN words USING (thai)
"""

# Every fifth item that isn't closed has something planned.
_PLAN = """
    INSERT INTO mail_activity
           (res_model_id, res_model, res_id, res_name, activity_type_id, summary, date_deadline, user_id, active,
            create_date, write_date, create_uid, write_uid)
    SELECT model.id, model.model, item.id, item.name, %(type)s, 'Ask the colleagues', current_date + item.id %% 20 - 10,
           item.user_id, TRUE, now(), now(), 1, 1
      FROM rollout_log_item item, ir_model model
     WHERE model.model = 'rollout.log.item' AND item.id > %(after)s AND item.state != 'closed'
       AND item.user_id IS NOT NULL AND item.id %% 5 = 0
"""


def prepare(env):
    """Return `(lead, program)`: a launch of four departments, and people who own what is in its log."""
    lead_group = env.ref("rollout_phase.group_rollout_lead")
    lead, *_owners = env["res.users"].create(
        [
            {"name": f"Person {number}", "login": f"person{number}", "group_ids": [(4, lead_group.id)]}
            for number in range(OWNERS)
        ]
    )
    departments = env["hr.department"].create([{"name": name} for name in PHASES])
    program = env["rollout.program"].create({"name": "Launch", "lead_id": lead.id})
    env["rollout.phase"].create([{"program_id": program.id, "department_id": each.id} for each in departments])
    return lead, program


def drop_indexes(cr, table: str) -> list[str]:
    """Make this transaction fit to fill `table`; returns what makes its indexes again.

    Every row is to refer to what is there, so that the keys needn't be checked one by one.
    """
    cr.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid = %s::regclass AND NOT indisunique""",
        [table],
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f"DROP INDEX {name}")
    cr.execute("SET LOCAL session_replication_role = replica")
    cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
    return [definition for _name, definition in indexes]


def add(env, program, count: int) -> None:
    """Add `count` items to the log of `program`, and commit.

    The table's indexes are dropped meanwhile, and the same ones made again: they are what the addon has made.
    """
    cr = env.cr
    definitions = drop_indexes(cr, "rollout_log_item")
    cr.execute("SELECT COALESCE(max(id), 0) FROM rollout_log_item")
    [after] = cr.fetchone()
    cr.execute("SELECT setseed(0.5)")
    first, middle, last = sentences.ENGLISH
    thai_first, thai_middle, thai_last = sentences.THAI
    cr.execute(
        _INSERT,
        {
            "english": first,
            "english_middle": middle,
            "english_last": last,
            "thai": thai_first,
            "thai_middle": thai_middle,
            "thai_last": thai_last,
            "first": after + 1,
            "last": after + count,
            "program": program.id,
            "company": program.company_id.id,
            "phases": program.phase_ids.ids,
            "owners": env["res.users"].search([("login", "=like", "person%")]).ids,
        },
    )
    cr.execute(_PLAN, {"after": after, "type": env.ref("mail.mail_activity_data_todo").id})
    for definition in definitions:
        cr.execute(definition)
    cr.commit()
    # What autovacuum does sooner or later, and what an index-only scan lives on.
    cr._cnx.autocommit = True
    cr.execute("VACUUM ANALYZE rollout_log_item")
    cr.execute("VACUUM ANALYZE mail_activity")
    cr._cnx.autocommit = False
