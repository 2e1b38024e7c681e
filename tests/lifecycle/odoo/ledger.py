"""For `odoo shell`: a row of each mail that the ledger knows; the facts are their purposes."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

purposes = []
# The lowest addon has no ledger yet.
if "rollout.mailing" in env:
    ledger = env["rollout.mailing"]
    program = env["rollout.program"].search([], limit=1) or env["rollout.program"].create({"name": "Another"})
    purposes = [purpose for purpose, _label in ledger._fields["purpose"].selection]
    for purpose in purposes:
        ledger._queue_once(
            program, purpose, "1:90", env.user, lambda user: user.email, lambda _: {"subject": "x", "body_html": "x"}
        )
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({"purposes": purposes}))
env.cr.commit()
