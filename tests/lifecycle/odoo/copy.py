"""For `odoo shell`: in a copy, everything that is done by a schedule or a button is done, and mails are sent."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

program = env["rollout.program"].search([("name", "=", "Lifecycle")])
waiting = env["mail.mail"].search_count([("rollout_mailing_id", "!=", False), ("state", "=", "outgoing")])
# As somebody may who tries out next week's form in the copy.
env["rollout.mailing"].search([]).unlink()
for model, method in (
    ("rollout.wave", "_cron_send_invitations"),
    ("rollout.program", "_cron_send_digests"),
    ("rollout.webhook.delivery", "_cron_deliver"),
):
    getattr(env[model], method)()
win = env["rollout.win"].create({"program_id": program.id, "name": "Tried out"})
win.with_user(program.lead_id).action_publish()
env["rollout.webhook.delivery"]._cron_deliver()
mails = env["mail.mail"].search([("state", "=", "outgoing")])
body = mails.filtered(lambda mail: "/rollout/feedback/" in str(mail.body_html))[0].body_html
token = str(body).split("/rollout/feedback/")[1].split("?")[0]
mails.send()
facts = {
    "waiting": waiting,
    "queued": len(mails),
    "sent": env["mail.mail"].search_count([("state", "=", "sent")]),
    "token": token,
    "webhook": program.wins_webhook_url,
    "deliveries": env["rollout.webhook.delivery"].search_count([]),
    "active": env["ir.cron"].search([("active", "=", True)]).mapped("cron_name"),
}
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
env.cr.commit()
