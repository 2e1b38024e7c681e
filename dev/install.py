"""Runs Odoo to install modules, with progress on the terminal and the log in a file."""
import re
import subprocess
import sys

from . import runtime
from .console import Stop, say

_LOADING = re.compile(rb"Loading module (\S+) \((\d+)/(\d+)\)")


def run(interpreter, environment, arguments, log, label):
    """Run `odoo ARGUMENTS --stop-after-init`, its output into the file `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [str(interpreter), str(runtime.LAUNCHER), *arguments, "--no-http", "--stop-after-init"]
    say(f"{label} …")
    with open(log, "wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            for line in process.stdout:
                file.write(line)
                _show(line)
            process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if process.returncode:
        raise Stop(f"{label} failed; see the end of {log}")


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
