"""For `odoo shell`: queue a week's digests as the scheduled action does, the same mails bare, and Odoo's own digest.

Everything is committed in batches of the same size, and taken away between the rounds. Odoo's digest goes to users;
it is measured on as many as it can do in a few seconds, as its cost grows with each of them.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from pathlib import Path

from odoo import Command
from odoo.tools import split_every

from odoo.addons.rollout_kpi.models.rollout_program_digest import BATCH_SIZE

ROUNDS = 3
FEW = 100
CORE_READERS = 100
WRITTEN = ["email_from", "email_to", "subject", "body_html", "headers", "auto_delete", "state"]

program = env["rollout.program"].search([("name", "=", "Launch")])
program.write({"digest_staff": True, "digest_weekday": "0", "digest_hour": 0.0, "sponsor_id": False, "lead_id": False})
phase = program.phase_ids
kpi = env["rollout.kpi"].create({"name": "Month-end close", "unit": "days"})
env["rollout.kpi.tracking"].create({"phase_id": phase.id, "kpi_id": kpi.id})
users = env["res.users"].create(
    [
        {"name": f"User {number}", "login": f"user{number}", "email": f"user{number}@launching.example.com"}
        for number in range(CORE_READERS)
    ]
)
core = env["digest.digest"].create(
    {"name": "Core", "user_ids": [Command.set(users.ids)], "kpi_res_users_connected": True}
)
env.cr.commit()


def measure(work):
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    work()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def queue_digests():
    env["rollout.program"]._cron_send_digests()


def queue_bare():
    for batch in split_every(BATCH_SIZE, values, list):
        env["mail.mail"].create(batch)
        env.cr.commit()


def queue_core():
    core._action_send(update_periodicity=False)
    env.cr.commit()


def take_away():
    env.cr.execute("DELETE FROM mail_mail")
    env.cr.execute("DELETE FROM mail_message WHERE message_type = 'email_outgoing'")
    env.cr.execute("DELETE FROM rollout_mailing")
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE mail_mail, mail_message, rollout_mailing")
    env.cr._cnx.autocommit = False


figures = {"digests": [], "few": [], "bare": [], "core": []}
take_away()
employees = env["hr.employee"].search([("department_id", "=", phase.department_id.id)])
spare = env["hr.department"].create({"name": "Elsewhere"})
env.cr.commit()
for number in range(ROUNDS + 1):
    ours = measure(queue_digests)
    mails = env["mail.mail"].search([("rollout_mailing_id.program_id", "=", program.id)])
    values = [{name: mail[name] for name in WRITTEN} for mail in mails]
    take_away()
    bare = measure(queue_bare)
    take_away()
    own = measure(queue_core)
    core_mails = env["mail.mail"].search_count([])
    take_away()
    if number:  # the first round warms up
        figures["digests"].append(ours)
        figures["bare"].append(bare)
        figures["core"].append(own)
# What doesn't depend on the readers: the same with a tenth of them.
employees[FEW:].department_id = spare
env.cr.commit()
for _number in range(ROUNDS):
    figures["few"].append(measure(queue_digests))
    few_mails = env["mail.mail"].search_count([])
    take_away()
counts = {"people": len(values), "few_people": few_mails, "core_people": core_mails}
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({**figures, **counts}))
