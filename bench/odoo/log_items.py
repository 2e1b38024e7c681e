"""For `odoo shell`: the log's screens, as a lead's web client asks for them, beside the same in SQL by hand.

Measured with some items, and again with ten times as many. By hand means one statement for what the screen shows,
with what it joins, and one each for its activities and its count, on the indexes that the addon makes.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from pathlib import Path

from lxml import etree

from bench import log_filler

SIZES = [100_000, 1_000_000]
ROUNDS = 5
PAGE = 80
# The client asks for one more than it shows, to know whether there are more.
MOST_COUNTED = 10_001
# What people look for: words of many items and of few, of two words, in Thai, and of an order.
TEXTS = ["scanner", "label printer", "weighbridge", "since Monday", "เครื่องพิมพ์", "SO04711"]
# New items: of one there are many like it, of one some in other words, one is in Thai, and to one nothing is near.
NEW_ITEMS = [
    "The label printer stops halfway every morning",
    "Customs papers for exports always come out in the wrong language",
    "เครื่องพิมพ์ฉลากค้างกลางทางทุกเช้า",
    "Nobody told the night shift where pallets for Laos go",
]

company = env.company
lead, program = log_filler.prepare(env)
items = env["rollout.log.item"].with_user(lead).with_context(allowed_company_ids=company.ids)
asked = items.create([{"name": name, "program_id": program.id} for name in NEW_ITEMS])
env.cr.commit()


def read_specification(view_type):
    """Return what the web client asks of each item in a view: its fields, and those that widgets need."""
    arch = etree.fromstring(items.get_view(view_type=view_type)["arch"])
    activity = ["exception_decoration", "exception_icon", "state", "summary", "type_icon", "type_id"]
    wanted = {node.get("name") for node in arch.iter("field")} | {f"activity_{name}" for name in activity}
    kinds = {"many2one": {"fields": {"display_name": {}}}, "one2many": {"fields": {}}}
    return {name: kinds.get(items._fields[name].type, {}) for name in sorted(wanted)}


CARD, LINE = read_specification("kanban"), read_specification("list")


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


def search():
    count = 0
    for text in TEXTS:
        domain = ["|", ("name", "ilike", text), ("description", "ilike", text)]
        count += items.web_search_read(domain, LINE, limit=PAGE, count_limit=MOST_COUNTED)["length"]
    return count


def suggest():
    # As the form reads them.
    columns = {"name": {}, "phase_id": {"fields": {"display_name": {}}}, "voice_count": {}, "minutes_lost": {}}
    columns |= {"state": {}, "similarity": {}}
    return sum(len(item.web_read({"similar_ids": {"fields": columns}})[0]["similar_ids"]) for item in asked)


# What each screen shows of an item; `WHERE` is left to it.
SELECT = """
    SELECT item.id, item.name, item.kind, item.critical, item.state, item.source, item.open_since, item.decided_on,
           item.voice_count, item.minutes_lost, item.decision, item.blocked, item.shared_with_partner, item.company_id,
           phase.id, phase.name, item.user_id, partner.complete_name, program.id, program.name,
           EXTRACT(day FROM COALESCE(item.decided_on, now() AT TIME ZONE 'UTC') - item.open_since),
           item.state IN ('new', 'in_progress')
             AND now() AT TIME ZONE 'UTC' - item.open_since >= program.log_overdue_days * interval '1 day'
      FROM rollout_log_item item
      JOIN rollout_program program ON program.id = item.program_id
 LEFT JOIN rollout_phase phase ON phase.id = item.phase_id
 LEFT JOIN res_users owner ON owner.id = item.user_id
 LEFT JOIN res_partner partner ON partner.id = owner.partner_id
     WHERE item.active IS TRUE AND item.company_id = %(company)s AND """
ORDER = f" ORDER BY COALESCE(item.critical, FALSE) DESC, item.id DESC LIMIT {PAGE}"
ACTIVITIES = """
    SELECT activity.res_id, activity.id, activity.date_deadline, activity.summary, activity.user_id, kind.id,
           kind.name ->> 'en_US', kind.icon, kind.decoration_type
      FROM mail_activity activity LEFT JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
     WHERE activity.active AND activity.res_model = 'rollout.log.item' AND activity.res_id = ANY(%(ids)s)
  ORDER BY activity.date_deadline, activity.id"""


def ask(statement, **values):
    env.cr.execute(statement, {"company": company.id, **values})
    return env.cr.fetchall()


def read_by_hand(where, **values):
    rows = ask(SELECT + where + ORDER, **values)
    ask(ACTIVITIES, ids=[row[0] for row in rows])
    return rows


def board_by_hand():
    statuses = ask(
        """SELECT state, count(*), sum(minutes_lost) FROM rollout_log_item
            WHERE active IS TRUE AND company_id = %(company)s GROUP BY state"""
    )
    return sum(len(read_by_hand("item.state = %(state)s", state=state)) for state, _count, _minutes in statuses)


def search_by_hand():
    count = 0
    where = "(item.name ILIKE %(pattern)s OR item.description ILIKE %(pattern)s)"
    for text in TEXTS:
        rows = read_by_hand(where, pattern=f"%{text}%")
        if len(rows) < PAGE:
            count += len(rows)
            continue
        [[found]] = ask(
            f"""SELECT count(*) FROM (SELECT 1 FROM rollout_log_item item
                 WHERE item.active IS TRUE AND item.company_id = %(company)s AND {where} LIMIT {MOST_COUNTED}) found""",
            pattern=f"%{text}%",
        )
        count += found
    return count


SIMILAR = """
    SELECT item.id, item.name, item.voice_count, item.minutes_lost, item.state, phase.id, phase.name,
           similarity(item.name, %(name)s)
      FROM rollout_log_item item LEFT JOIN rollout_phase phase ON phase.id = item.phase_id
     WHERE item.active IS TRUE AND item.company_id = %(company)s AND item.program_id = %(program)s
       AND item.id != %(id)s AND item.name %% %(name)s
  ORDER BY similarity(item.name, %(name)s) DESC, item.id DESC LIMIT 5"""


def suggest_by_hand():
    count = 0
    for item_id, name in zip(asked.ids, NEW_ITEMS, strict=True):
        # The near ones are found sooner than all that are near enough, also by hand.
        for threshold in ("0.6", "0.3"):
            ask("SELECT set_config('pg_trgm.similarity_threshold', %(threshold)s, true)", threshold=threshold)
            rows = ask(SIMILAR, program=program.id, id=item_id, name=name)
            if len(rows) == 5:
                break
        count += len(rows)
    return count


def clock(call, expected=None):
    env.invalidate_all()
    start = time.perf_counter()
    count = call()
    seconds = time.perf_counter() - start
    if not count or expected not in (None, count):
        raise AssertionError(f"{call.__name__} found {count} items instead of {expected}")
    return seconds, count


PAIRS = {"board": (board, board_by_hand), "search": (search, search_by_hand), "suggestions": (suggest, suggest_by_hand)}
facts = {"seconds": [], "sizes": SIZES, "generation": []}
already = 0
for size in SIZES:
    start = time.perf_counter()
    log_filler.add(env, program, size - already)
    already = size
    facts["generation"].append(time.perf_counter() - start)
    measured = {name: [[], []] for name in PAIRS}
    for number in range(ROUNDS + 1):
        for name, (ours, by_hand) in PAIRS.items():
            seconds, count = clock(by_hand)
            own_seconds, _count = clock(ours, count)
            if number:  # the first round warms up
                measured[name][0].append(own_seconds)
                measured[name][1].append(seconds)
    facts["seconds"].append(measured)
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
