"""For `odoo shell`: the log's queries, as a lead's web client asks them, beside the same in SQL by hand.

Measured with some items, and again with ten times as many; the items are made by one INSERT each.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from pathlib import Path

SIZES = [100_000, 1_000_000]
ROUNDS = 5
PAGE = 80
WORDS = [
    *("printer", "label", "scanner", "order", "price", "customer", "invoice", "stock", "return", "delivery"),
    *("journal", "tax", "report", "supplier", "approval", "barcode", "shelf", "count", "bank", "payment"),
    *("screen", "button", "month", "email", "list", "export", "sheet", "phone", "truck", "pallet"),
]
THAI = ["เครื่องพิมพ์", "ฉลาก", "ใบสั่งขาย", "ราคา", "ลูกค้า", "ใบแจ้งหนี้", "สต็อก", "รับคืน", "จัดส่ง", "รายงานภาษี"]

INSERT = """
    INSERT INTO rollout_log_item
           (name, description, program_id, company_id, phase_id, kind, source, state, critical, minutes_lost,
            voice_count, active, open_since, create_date, write_date, create_uid, write_uid)
    SELECT words[1 + n %% %(words)s] || ' ' || words[1 + (n * 7 + 3) %% %(words)s] || ' '
           || words[1 + (n / 41 * 11 + 5) %% %(words)s] || ' ' || n,
           words[1 + (n * 13 + 5) %% %(words)s] || ' ' || words[1 + (n * 17 + 1) %% %(words)s] || ' ' || n,
           %(program)s, %(company)s, %(phase)s,
           (ARRAY['issue', 'confusion', 'frustration', 'request'])[1 + n %% 4], 'form',
           (ARRAY['new', 'in_progress', 'decided', 'closed', 'closed', 'closed'])[1 + n %% 6],
           n %% 50 = 0, n %% 90, 1, TRUE, now() - n * interval '1 minute', now(), now(), 1, 1
      FROM generate_series(%(first)s, %(last)s) n, (SELECT %(list)s::text[] AS words) w
"""

company = env.company
lead = env["res.users"].create(
    {
        "name": "Lead",
        "login": "bench_lead",
        "group_ids": [(4, env.ref("rollout_phase.group_rollout_lead").id)],
    }
)
department = env["hr.department"].create({"name": "Warehouse"})
program = env["rollout.program"].create({"name": "Launch", "company_id": company.id, "lead_id": lead.id})
phase = env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
env.cr.commit()

items = env["rollout.log.item"].with_user(lead).with_context(allowed_company_ids=company.ids)
CARD = {
    "name": {},
    "kind": {},
    "critical": {},
    "is_overdue": {},
    "state": {},
    "age_days": {},
    "voice_count": {},
    "minutes_lost": {},
    "decision": {},
    "phase_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
    "activity_ids": {"fields": {}},
    "activity_state": {},
}
COLUMNS = (
    "id, name, kind, critical, state, open_since, decided_on, voice_count, minutes_lost, decision, phase_id, user_id"
)


def board():
    result = items.web_read_group(
        [],
        ["state"],
        ["minutes_lost:sum"],
        auto_unfold=True,
        unfold_read_specification=CARD,
        unfold_read_default_limit=PAGE,
    )
    return sum(len(group["__records"]) for group in result["groups"])


def board_by_hand():
    env.cr.execute(
        """SELECT state, count(*), sum(minutes_lost) FROM rollout_log_item
            WHERE active AND company_id = %s GROUP BY state""",
        [company.id],
    )
    count = 0
    for state, _count, _minutes in env.cr.fetchall():
        env.cr.execute(
            f"""SELECT {COLUMNS} FROM rollout_log_item
                 WHERE active AND state = %s AND company_id = %s
              ORDER BY critical DESC, id DESC LIMIT {PAGE}""",
            [state, company.id],
        )
        count += len(env.cr.fetchall())
    return count


TEXT = " 4711"


def search():
    result = items.web_search_read(["|", ("name", "ilike", TEXT), ("description", "ilike", TEXT)], CARD, limit=PAGE)
    return len(result["records"])


def search_by_hand():
    pattern = f"%{TEXT}%"
    env.cr.execute(
        f"""SELECT {COLUMNS} FROM rollout_log_item
             WHERE active AND company_id = %s AND (name ILIKE %s OR description ILIKE %s)
          ORDER BY critical DESC, id DESC LIMIT {PAGE}""",
        [company.id, pattern, pattern],
    )
    count = len(env.cr.fetchall())
    # The pager says how many there are.
    env.cr.execute(
        """SELECT count(*) FROM (SELECT 1 FROM rollout_log_item
            WHERE active AND company_id = %s AND (name ILIKE %s OR description ILIKE %s) LIMIT 10001) found""",
        [company.id, pattern, pattern],
    )
    env.cr.fetchall()
    return count


asked = env["rollout.log.item"].create(
    {"name": "The label printer stops after every tenth delivery", "program_id": program.id}
)
env.cr.commit()


def suggest():
    return len(asked.with_env(items.env)._find_similar())


def suggest_by_hand():
    env.cr.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.3', true)")
    env.cr.execute(
        """SELECT id FROM rollout_log_item
            WHERE active AND company_id = %(company)s AND program_id = %(program)s AND id != %(id)s
              AND name %% %(name)s
         ORDER BY similarity(name, %(name)s) DESC, id DESC LIMIT 5""",
        {"company": company.id, "program": program.id, "id": asked.id, "name": asked.name},
    )
    return len(env.cr.fetchall())


def clock(call, expected=None):
    env.invalidate_all()
    start = time.perf_counter()
    count = call()
    seconds = time.perf_counter() - start
    if not count or expected not in (None, count):
        raise AssertionError(f"{call.__name__} found {count} items instead of {expected}")
    return seconds, count


PAIRS = {"board": (board, board_by_hand), "search": (search, search_by_hand), "suggestions": (suggest, suggest_by_hand)}
facts = {"seconds": [], "sizes": SIZES}
first = 1
words = WORDS + THAI
for size in SIZES:
    start = time.perf_counter()
    # Indexes are quicker made at once than kept up to date, and every row refers to what is there.
    env.cr.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'rollout_log_item'"
        " AND indexdef NOT LIKE '%UNIQUE%'"
    )
    indexes = env.cr.fetchall()
    for name, _definition in indexes:
        env.cr.execute(f'DROP INDEX "{name}"')
    env.cr.execute("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '256MB'")
    env.cr.execute(
        INSERT,
        {
            "words": len(words),
            "list": words,
            "first": first,
            "last": size,
            "program": program.id,
            "company": company.id,
            "phase": phase.id,
        },
    )
    for _name, definition in indexes:
        env.cr.execute(definition)
    env.cr.commit()
    first = size + 1
    # What autovacuum does sooner or later, and what an index-only scan lives on.
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE rollout_log_item")
    env.cr._cnx.autocommit = False
    facts.setdefault("generation", []).append(time.perf_counter() - start)
    measured = {name: [[], []] for name in PAIRS}
    for number in range(ROUNDS + 1):
        for name, (ours, by_hand) in PAIRS.items():
            seconds, count = clock(by_hand)
            own_seconds, _count = clock(ours, count)
            if number:  # the first round warms up
                measured[name][0].append(own_seconds)
                measured[name][1].append(seconds)
    facts["seconds"].append(measured)
Path(os.environ["BENCH_FACTS"]).write_text(json.dumps(facts))
