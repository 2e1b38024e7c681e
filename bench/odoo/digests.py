"""For `odoo shell`: queue a week's digests as the scheduled action does, the same mails bare, and Odoo's own digest.

Odoo's digest goes to users; it is measured on as many as it can do in a few seconds, as its cost grows with each of
them.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

from odoo import Command

from odoo.addons.rollout_digest.models.rollout_program import BATCH_SIZE

from bench.bare_queue import BareQueue

ROUNDS = 3
FEW = 100
CORE_READERS = 100

program = env["rollout.program"].search([("name", "=", "Launch")])
program.write({"digest_staff": True, "digest_weekday": "0", "digest_hour": 0.0, "sponsor_id": False, "lead_id": False})
phase = program.phase_ids
kpi = env["rollout.kpi"].create({"name": "Month-end close", "unit": "days", "company_id": False})
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


def queue_digests():
    env["rollout.program"]._cron_send_digests()


def queue_core():
    core._action_send(update_periodicity=False)
    env.cr.commit()


figures = {"digests": [], "few": [], "bare": [], "core": []}
bare_queue = BareQueue(env, BATCH_SIZE)
bare_queue.take_away()
employees = env["hr.employee"].search([("department_id", "=", phase.department_id.id)])
spare = env["hr.department"].create({"name": "Elsewhere"})
env.cr.commit()
for number in range(ROUNDS + 1):
    ours = bare_queue.measure(queue_digests)
    people = bare_queue.copy([("rollout_mailing_id.program_id", "=", program.id)])
    bare_queue.take_away()
    bare = bare_queue.measure(bare_queue.queue)
    bare_queue.take_away()
    own = bare_queue.measure(queue_core)
    core_mails = env["mail.mail"].search_count([])
    bare_queue.take_away()
    if number:  # the first round warms up
        figures["digests"].append(ours)
        figures["bare"].append(bare)
        figures["core"].append(own)
# What doesn't depend on the readers: the same with a tenth of them.
employees[FEW:].department_id = spare
env.cr.commit()
for _number in range(ROUNDS):
    figures["few"].append(bare_queue.measure(queue_digests))
    few_mails = env["mail.mail"].search_count([])
    bare_queue.take_away()
counts = {"people": people, "few_people": few_mails, "core_people": core_mails}
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({**figures, **counts}))
