"""Scripts that are run inside Odoo, by `odoo shell`, and hand over what they found."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dev import logcheck
from dev.runtime import LAUNCHER

# The variable that tells a script where to write its facts, as JSON.
FACTS = "ROLLOUT_FACTS"
# Further options for Odoo's command line.
OPTIONS: list[str] = []


def run(database: str, script: Path, clean: bool = True) -> dict:
    """Run a script on a database and return the facts it hands over.

    :param clean: whether Odoo must not log any complaint
    """
    command = [sys.executable, str(LAUNCHER), "shell", f"--database={database}", "--no-http", *OPTIONS]
    with tempfile.TemporaryDirectory() as folder, open(script) as source:
        facts = Path(folder) / "facts.json"
        process = subprocess.run(
            command,
            stdin=source,
            env=os.environ | {FACTS: str(facts)},
            text=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if process.returncode or not facts.exists():
            raise AssertionError(f"{script.name} failed:\n{process.stdout[-5000:]}")
        complaints = logcheck.complaints(process.stdout) if clean else []
        assert not complaints, "\n".join([f"Odoo logged during {script.name}:", *complaints])
        return json.loads(facts.read_text())
