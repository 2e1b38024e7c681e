"""For `odoo shell`: whether this database takes a link's token for its own."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

from odoo.addons.rollout_feedback.tools import link_token

claim = link_token.read(os.environ["ROLLOUT_TOKEN"], env["rollout.wave"]._sign)
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps({"genuine": claim is not None}))
