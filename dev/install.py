"""Runs Odoo to install modules, with progress on the terminal and the log in a file."""

import os
import re
import subprocess
import sys
from pathlib import Path

from . import runtime
from .console import Stop, say

_MAKE_ASSETS = Path(__file__).parent / "launch" / "make-assets"
_LOADING = re.compile(rb"Loading module (\S+) \((\d+)/(\d+)\)")


def run(interpreter, environment, database, arguments, log, label):
    """Install or update modules in `database`, and prepare its web pages."""
    run_odoo(interpreter, environment, database, arguments, log, label)
    with open(log, "ab") as file:
        command = [str(interpreter), str(runtime.LAUNCHER), "shell", f"--database={database}", "--no-http"]
        _run(command, environment, file, label, _MAKE_ASSETS)


def run_odoo(interpreter, environment, database, arguments, log, label):
    """Run Odoo on `database` with `arguments` until it is done, its output into the file `log`."""
    say(f"{label} …")
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [str(interpreter), str(runtime.LAUNCHER), f"--database={database}", "--no-http", "--stop-after-init"]
    with open(log, "wb") as file:
        _run([*command, *arguments], environment, file, label)


def _run(command, environment, log, label, script=os.devnull):
    with open(script, "rb") as source:
        process = subprocess.Popen(
            command, env=environment, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            for line in process.stdout:
                log.write(line)
                _show(line)
            process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if process.returncode:
        raise Stop(f"{label} failed; see the end of {log.name}")


def _show(line):
    """Redraw how many modules are loaded, on a terminal; a line for every twentieth elsewhere."""
    match = _LOADING.search(line)
    if not match:
        return
    name, number, total = match[1].decode(), int(match[2]), int(match[3])
    if sys.stderr.isatty():
        print(f"\r\033[K  module {number} of {total}: {name}", end="", file=sys.stderr, flush=True)
    elif number % 20 == 0:
        say(f"  module {number} of {total}")
