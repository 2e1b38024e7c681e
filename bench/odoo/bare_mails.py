"""For `odoo shell`: as many mails as the launch has people, for Odoo's queue to send in a single run."""

# ruff: noqa: F821 - the shell provides `env`
import os
from pathlib import Path

wave = env["rollout.wave"].search([], limit=1)
subject, body = wave._render_invitation()
employees = env["hr.employee"].search([("work_email", "=like", "%@launching.example.com")])
env["mail.mail"].create(
    [
        {
            "email_from": env.company.email,
            "email_to": employee.work_email,
            "subject": subject,
            "body_html": body,
            "auto_delete": True,
            "state": "outgoing",
        }
        for employee in employees
    ]
)
env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
env.cr.commit()
Path(os.environ["ROLLOUT_FACTS"]).write_text("{}")
