"""A checkout of its own for tests of the set-up: nothing in it has been made yet."""

import os
import shutil
import subprocess
import sys

from dev import ports
from dev.paths import ROOT

_PARTS = ["Makefile", "bin", "dev", "odoo.conf"]
_SECONDS = 120


class Checkout:
    def __init__(self, folder):
        self.folder = folder
        for name in _PARTS:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, folder / name)
        (folder / "addons").mkdir()

    @property
    def made(self):
        """What stands in `.dev`, locks and logs aside."""
        state = self.folder / ".dev"
        names = {path.name for path in state.iterdir()} if state.exists() else set()
        return {name for name in names if not name.endswith((".lock", ".users")) and name not in ("log", "apt")}

    def run(self, *arguments, program=("-m", "dev"), limits=None, **variables):
        """Run `python3 -m dev ARGUMENTS` here; `limits` is called in the child before it starts.

        A demo may be running on this machine meanwhile: a port of its own is given, unless `variables` has a PORT.
        """
        environment = {
            "HOME": str(self.folder),
            "PATH": os.defpath + ":/usr/local/bin",
            "PYTHONPATH": ".",
            "PORT": str(ports.free()),
        } | variables
        return subprocess.run(
            [sys.executable, *program, *arguments],
            cwd=self.folder,
            env=environment,
            text=True,
            capture_output=True,
            timeout=_SECONDS,
            preexec_fn=limits,
            check=False,
        )


def assert_refused(answer, *words):
    """The run ended in one plain sentence on stderr that holds `words`, and a code."""
    assert answer.returncode == 1, answer
    assert "Traceback" not in answer.stderr
    lines = [line for line in answer.stderr.splitlines() if line and not line.endswith("…")]
    assert len(lines) == 1, answer.stderr
    for word in words:
        assert word in lines[0], answer.stderr
