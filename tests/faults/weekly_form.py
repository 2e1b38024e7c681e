"""A launch with a running week and a released answer: an address that opens something for each public page."""

import json
import re
import secrets
import subprocess
import sys

import requests

from dev.runtime import LAUNCHER

_SCRIPT = """
import json
from datetime import timedelta
from odoo.addons.rollout_feedback.tools import link_token
from odoo.addons.rollout_feedback.tools.link_token import digest

env["res.lang"]._activate_lang("th_TH")
env["ir.module.module"].search([("name", "=", "rollout_feedback")])._update_translations(["th_TH"])
program = env["rollout.program"].create({{"name": "Launch", "feedback_enabled": False}})
department = env["hr.department"].create({{"name": "Desk"}})
phase = env["rollout.phase"].create({{"program_id": program.id, "department_id": department.id}})
phase.action_print_kiosk_poster()
wave = program._get_feedback_wave()
wave.date_to += timedelta(days=1)
old = env["rollout.wave"].create({{
    "program_id": program.id, "week": "2020-W01", "date_from": "2020-01-01", "date_to": "2020-01-08",
    "minimum_group": 5, "state": "released",
}})
feedback = env["rollout.feedback"].create({{"wave_id": old.id, "comment": "Words", "reply_digest": digest({secret!r})}})
env["rollout.log.item"].create({{
    "name": "Words", "program_id": program.id, "state": "decided", "feedback_ids": feedback.ids,
    "public_summary": "Said", "public_answer": "Done",
}})
env.cr.commit()
facts = {{
    "program": program.id,
    "heard": program.page_token,
    "kiosk": phase._get_kiosk_url().rpartition("/")[2],
    "tokens": [link_token.issue(wave.id, department.id, wave._sign) for _each in range({tokens})],
}}
open({path!r}, "w").write(json.dumps(facts))
"""


def set_up(database, folder, tokens=1):
    """Make the launch in a fresh database; gives ``program``, ``heard``, ``kiosk``, ``reply`` and ``tokens``."""
    secret = secrets.token_urlsafe(32)
    facts = folder / "facts.json"
    script = folder / "launch.py"
    script.write_text(_SCRIPT.format(secret=secret, tokens=tokens, path=str(facts)))
    with script.open() as source:
        done = subprocess.run(
            [sys.executable, str(LAUNCHER), "shell", f"--database={database.name}", "--no-http"],
            stdin=source,
            text=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    assert facts.exists(), done.stdout[-5000:]
    return {**json.loads(facts.read_text()), "reply": secret}


def post(url, path, fields):
    """Open a page of the form and send it, as a browser would; gives the answer."""
    page = requests.get(url + path, timeout=60)
    stamp = re.search(r'name="page" value="([^"]+)"', page.text)[1]
    return requests.post(url + path, data={"page": stamp, **fields}, timeout=60)
