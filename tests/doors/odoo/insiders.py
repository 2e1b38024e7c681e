"""For `odoo shell`: a launch with something of everything that an insider might want to have otherwise.

The facts are the ids by name, and an API key of each person.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from datetime import timedelta
from pathlib import Path

from odoo import fields

company = env.ref("base.main_company")
company.email = "office@launching.example.com"
other_company = env["res.company"].create({"name": "Other Ltd"})


def create(model, /, **values):
    return env[model].create(values)


def new_user(login, group):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@launching.example.com",
                "company_id": company.id,
                "company_ids": company.ids,
                "group_ids": [(6, 0, env.ref(group).ids)],
            }
        )
    )


champion = new_user("champion", "rollout_phase.group_rollout_champion")
lead = new_user("lead", "rollout_phase.group_rollout_lead")
staff = new_user("staff", "base.group_user")
portal = new_user("portal", "base.group_portal")
sponsor = new_user("sponsor", "base.group_user")
department, spare, empty, foreign_department = env["hr.department"].create(
    [
        {"name": name, "company_id": owner.id}
        for name, owner in (
            ("Warehouse", company),
            ("Sales", company),
            ("Purchasing", company),
            ("Desk", other_company),
        )
    ]
)
employee, _other = env["hr.employee"].create(
    [
        {"name": user.name, "user_id": user.id, "department_id": department.id, "company_id": company.id}
        for user in (champion, staff)
    ]
)
program = create(
    "rollout.program",
    name="Launch",
    sponsor_id=sponsor.id,
    lead_id=lead.id,
    partner_id=portal.partner_id.id,
    feedback_enabled=False,
)
phase = create("rollout.phase", program_id=program.id, department_id=department.id)
cancelled = create("rollout.phase", program_id=program.id, department_id=spare.id)
cancelled.action_cancel()
create("rollout.champion", phase_id=phase.id, employee_id=employee.id)
program.with_user(sponsor).action_sign_expectations()
today = program._get_today()

kpi = create("rollout.kpi", name="Close", unit="days", company_id=company.id)
tracking = create("rollout.kpi.tracking", kpi_id=kpi.id, phase_id=phase.id)
reading = create(
    "rollout.kpi.reading", tracking_id=tracking.id, date_to=today - timedelta(days=60), value=9, method="Counted"
)
task = create("rollout.task", name="Receive", phase_id=phase.id, old_minutes=8, old_method="Timed")
tracking._lock_baseline()
phase.write({"go_live_date": today - timedelta(days=40), "stage_id": phase._get_stage("live").id})
request = env["rollout.customization.request"].with_user(staff).create({"name": "A button", "phase_id": phase.id})
item = create("rollout.log.item", name="Slow", description="It is slow", program_id=program.id, source="kiosk")
decided = create("rollout.log.item", name="Dark", program_id=program.id)
decided._decide("wont_do", "It stays so")
review = create("rollout.review", program_id=program.id, start=fields.Datetime.now() - timedelta(days=1))
review.notes = "Agreed"
review.action_close()
phase._post_on_record("What was decided")
foreign_program = create("rollout.program", name="Elsewhere", company_id=other_company.id)
foreign_phase = create("rollout.phase", program_id=foreign_program.id, department_id=foreign_department.id)
env.flush_all()

checks = phase.gate_check_ids
facts = {
    "ids": {
        "cancelled": cancelled.id,
        "check": checks[0].id,
        "decided": decided.id,
        "department": empty.id,
        "foreign_check": foreign_phase.gate_check_ids[0].id,
        "item": item.id,
        "kpi": kpi.id,
        "note": phase.message_ids.filtered(lambda message: "What was decided" in message.body).id,
        "phase": phase.id,
        "program": program.id,
        "reading": reading.id,
        "request": request.id,
        "review": review.id,
        "sponsor": sponsor.partner_id.id,
        "stable": phase._get_stage("stable").id,
        "task": task.id,
        "tracking": tracking.id,
    },
    "keys": {
        user.login: [
            user.id,
            env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate(None, "tests", fields.Datetime.now() + timedelta(hours=12)),
        ]
        for user in (champion, lead, staff, portal)
    },
}
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
env.cr.commit()
