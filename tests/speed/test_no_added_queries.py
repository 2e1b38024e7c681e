"""Installing the suite adds not one statement to selling, delivering and invoicing."""

import json
import os
import subprocess
import sys
from pathlib import Path

from dev import logcheck, modules
from dev.runtime import LAUNCHER
from dev.templates import BARE, PLAIN

from ..support.database import cloned

_SCRIPT = Path(__file__).parent / "documents.py"
_INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"


def _installed(database):
    return {name for (name,) in database.query(_INSTALLED)}


def _count(database, file):
    """The statements of each operation of the script in `database`, as `{operation: number}`."""
    command = [sys.executable, str(LAUNCHER), "shell", f"--database={database.name}", "--no-http"]
    process = subprocess.run(
        command,
        input=f"exec(compile(open({str(_SCRIPT)!r}).read(), {str(_SCRIPT)!r}, 'exec'))",
        env=os.environ | {"COUNTS": str(file)},
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert file.exists(), process.stdout[-5000:]
    assert not logcheck.complaints(process.stdout)
    return json.loads(file.read_text())


def test_daily_work_costs_the_same(tmp_path):
    with cloned(PLAIN) as plain, cloned(BARE) as suite:
        assert _installed(suite) - _installed(plain) == set(modules.own()), "the suite alone makes the difference"
        assert not _installed(plain) - _installed(suite)
        without = _count(plain, tmp_path / "plain.json")
        with_suite = _count(suite, tmp_path / "suite.json")
    assert len(without) == 3
    assert min(without.values()) > 10
    assert with_suite == without
