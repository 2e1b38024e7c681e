"""For `odoo shell`: queue a week's invitations as the scheduled action does, and the same mails without a ledger.

Everything is committed in batches of the same size, and taken away between the rounds.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import time
from pathlib import Path

from odoo.tools import split_every

from odoo.addons.rollout_feedback.models.rollout_wave_invitation import BATCH_SIZE

ROUNDS = 3
WRITTEN = ["email_from", "email_to", "subject", "body_html", "headers", "auto_delete", "state"]

program = env["rollout.program"].search([("name", "=", "Launch")])
program.write({"feedback_enabled": True, "feedback_weekday": "0", "feedback_hour": 0.0})
env.cr.commit()


def measure(work):
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    work()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def queue_invitations():
    env["rollout.wave"]._cron_send_invitations()


def queue_bare():
    for batch in split_every(BATCH_SIZE, values, list):
        env["mail.mail"].create(batch)
        env.cr.commit()


def take_away():
    env.cr.execute("DELETE FROM mail_mail")
    env.cr.execute("DELETE FROM mail_message WHERE message_type = 'email_outgoing'")
    env.cr.execute("DELETE FROM rollout_mailing")
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE mail_mail, mail_message, rollout_mailing")
    env.cr._cnx.autocommit = False


figures = {"invitations": [], "bare": []}
take_away()
for number in range(ROUNDS + 1):
    ours = measure(queue_invitations)
    mails = env["mail.mail"].search([("rollout_wave_id.program_id", "=", program.id)])
    values = [{name: mail[name] for name in WRITTEN} for mail in mails]
    take_away()
    bare = measure(queue_bare)
    count = env["mail.mail"].search_count([])
    take_away()
    if number:  # the first round warms up
        figures["invitations"].append(ours)
        figures["bare"].append(bare)
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({**figures, "people": len(values), "bare_mails": count}))
