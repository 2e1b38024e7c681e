"""For `odoo shell`: queue a week's invitations as the scheduled action does, and the same mails without a ledger."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

from odoo.addons.rollout_feedback.models.rollout_wave_invitation import BATCH_SIZE

from bench.bare_queue import BareQueue

ROUNDS = 3

program = env["rollout.program"].search([("name", "=", "Launch")])
program.write({"feedback_enabled": True, "feedback_weekday": "0", "feedback_hour": 0.0})
env.cr.commit()


def queue_invitations():
    env["rollout.wave"]._cron_send_invitations()


figures = {"invitations": [], "bare": []}
bare_queue = BareQueue(env, BATCH_SIZE)
bare_queue.take_away()
for number in range(ROUNDS + 1):
    ours = bare_queue.measure(queue_invitations)
    people = bare_queue.copy([("rollout_wave_id.program_id", "=", program.id)])
    bare_queue.take_away()
    bare = bare_queue.measure(bare_queue.queue)
    count = env["mail.mail"].search_count([])
    bare_queue.take_away()
    if number:  # the first round warms up
        figures["invitations"].append(ours)
        figures["bare"].append(bare)
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({**figures, "people": people, "bare_mails": count}))
