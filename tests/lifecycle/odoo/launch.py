"""For `odoo shell`: a launch to whose people all scheduled mails are due, each with its links, none of them sent.

The facts are the links in the mails and elsewhere.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import re
from pathlib import Path

company = env.ref("base.main_company")
company.email = "office@launching.example.com"
# Whatever the demo data has made due.
env["rollout.program"].search([]).active = False
lead, sponsor = env["res.users"].create(
    [
        {
            "name": name,
            "login": name,
            "email": f"{name}@launching.example.com",
            "group_ids": [(4, env.ref("rollout_phase.group_rollout_lead").id)],
        }
        for name in ("lead", "sponsor")
    ]
)
department = env["hr.department"].create({"name": "Night shift"})
env["hr.employee"].create(
    [
        {"name": f"Person {n}", "department_id": department.id, "work_email": f"person{n}@launching.example.com"}
        for n in range(6)
    ]
)
program = env["rollout.program"].create(
    {
        "name": "Lifecycle",
        "sponsor_id": sponsor.id,
        "lead_id": lead.id,
        "feedback_enabled": True,
        "feedback_weekday": "0",
        "feedback_hour": 0.0,
        "digest_staff": True,
        "digest_weekday": "0",
        "digest_hour": 0.0,
        "wins_webhook_url": os.environ.get("ROLLOUT_WEBHOOK") or "https://hooks.example.com/lifecycle",
    }
)
phase = env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
env["rollout.wave"]._cron_send_invitations()
env["rollout.program"]._cron_send_digests()
phase.kiosk_number = 1
item = env["rollout.log.item"].create({"program_id": program.id, "name": "Slow", "phase_id": phase.id})
phase.with_user(lead).activity_schedule(
    "mail.mail_activity_data_todo", summary="Look at it", user_id=sponsor.id, note="Please"
)
env["rollout.workflow"].create({"phase_id": phase.id, "name": "Count a shelf", "step_ids": [(0, 0, {"name": "Count"})]})
env["rollout.shadow.system"].create({"phase_id": phase.id, "name": "Counts.xlsx"})
env["rollout.partner.scorecard"].create({"program_id": program.id, "partner_id": company.partner_id.id})
request = env["rollout.customization.request"].create({"phase_id": phase.id, "name": "A larger font"})
request.with_user(sponsor)._decide("exception", "Nobody can read it at night")
env["rollout.freeze.breach"].create(
    {"phase_id": phase.id, "kind": "field", "name": "x_shelf", "res_id": 1, "found_on": "2026-01-01 00:00:00"}
)
win = env["rollout.win"].create({"program_id": program.id, "name": "All counted"})
win.with_user(lead).action_publish()
env.flush_all()

mails = env["mail.mail"].search([("state", "=", "outgoing")])
links = re.findall(r'https?://[^\s"<>]+', " ".join(f"{mail.body_html} {mail.headers}" for mail in mails))
links += [program.public_url, phase._get_kiosk_url(), program.get_base_url(), item.get_base_url()]
form = [link for link in links if "/rollout/feedback/" in link]
token = form[0].split("/rollout/feedback/")[1].split("?")[0]
facts = {
    "program": program.id,
    "wave": env["rollout.wave"].search([("program_id", "=", program.id)]).id,
    "mails": len(mails),
    "links": sorted(set(links)),
    "token": token,
    "deliveries": env["rollout.webhook.delivery"].search_count([("state", "=", "waiting")]),
}
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
env.cr.commit()
