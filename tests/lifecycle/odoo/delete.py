"""For `odoo shell`: delete all programs, phases first; the facts are how many are left."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

programs = env["rollout.program"].with_context(active_test=False).search([("name", "=", "Lifecycle")])
programs.phase_ids.unlink()
programs.unlink()
left = env["rollout.program"].with_context(active_test=False).search_count([("name", "=", "Lifecycle")])
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({"programs": left}))
env.cr.commit()
