"""Scripts that prepare a database from inside Odoo (odoo/*.py, read by `odoo shell`)."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dev.runtime import LAUNCHER

_SCRIPTS = Path(__file__).parent / "odoo"
# The variable that tells a script where to write what it made, as JSON.
FACTS = "BENCH_FACTS"


def run(database: str, name: str) -> dict:
    """Run odoo/`name`.py on a database and return the facts it hands over."""
    command = [sys.executable, str(LAUNCHER), "shell", f"--database={database}", "--no-http"]
    with tempfile.TemporaryDirectory() as folder, open(_SCRIPTS / f"{name}.py") as script:
        facts = Path(folder) / "facts.json"
        process = subprocess.run(
            command,
            stdin=script,
            env=os.environ | {FACTS: str(facts)},
            text=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if process.returncode or not facts.exists():
            raise AssertionError(f"odoo/{name}.py failed:\n{process.stdout[-5000:]}")
        return json.loads(facts.read_text())
