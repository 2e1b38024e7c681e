"""For `odoo shell`: a launch whose weekly form is open, and links to it that nobody has used."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from datetime import timedelta
from pathlib import Path

from odoo.addons.rollout_feedback.tools import link_token

LINKS = 20_000

department = env["hr.department"].create({"name": "Warehouse"})
program = env["rollout.program"].create({"name": "Launch"})
env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
wave = program._get_feedback_wave()
# The week may end while it is measured.
wave.date_to += timedelta(days=1)
env.cr.commit()
tokens = [link_token.issue(wave.id, department.id, wave._sign) for _ in range(LINKS)]
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({"wave_id": wave.id, "tokens": tokens}))
