"""For `odoo shell`: one employee of a department in launch, to be multiplied; the form isn't due yet."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

env.company.email = "office@launching.example.com"
department = env["hr.department"].create({"name": "Warehouse"})
employee = env["hr.employee"].create(
    {"name": "First", "department_id": department.id, "work_email": "first@launching.example.com"}
)
program = env["rollout.program"].create({"name": "Launch", "feedback_enabled": False})
env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
env.cr.commit()
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({"program_id": program.id, "employee_id": employee.id}))
