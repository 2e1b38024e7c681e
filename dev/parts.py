"""Parts of `make test`, two of them at a time: each leaves a processor idle for half of the time."""

import os
import subprocess
import sys
import time

from .console import Terminated, say
from .paths import LOGS, ROOT

_AT_ONCE = 2


def run(names):
    """Run `make test PART=name` for each name; gives `{name: code}`.

    What a part says is shown when it ends, and at the end how long each of them took.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    waiting, running, ended, interruption = list(names), {}, {}, None
    while waiting or running:
        try:
            while waiting and len(running) < _AT_ONCE:
                name = waiting.pop(0)
                running[name] = (_start(name), time.monotonic())
            time.sleep(0.2)
            for name, (process, started) in list(running.items()):
                if process.poll() is not None:
                    del running[name]
                    ended[name] = (process.returncode, time.monotonic() - started)
                    _show(name)
        except (Terminated, KeyboardInterrupt) as reason:
            interruption = reason
            waiting.clear()
            for process, _started in running.values():
                process.terminate()
    if interruption:
        raise interruption
    for name, (_code, seconds) in sorted(ended.items(), key=lambda item: -item[1][1]):
        say(f"  {seconds // 60:3.0f} min {seconds % 60:2.0f} s  {name}")
    return {name: code for name, (code, _seconds) in ended.items()}


def _log(name):
    return LOGS / f"test-{name}.log"


def _start(name):
    say(f"Testing {name}; what it says until it ends is in {os.path.relpath(_log(name), ROOT)} …")
    with open(_log(name), "wb") as log:
        command = [sys.executable, "-m", "dev", "test"]
        return subprocess.Popen(
            command, env={**os.environ, "PART": name}, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )


def _show(name):
    text = _log(name).read_text(errors="replace")
    say(f"===== {name} =====\n{text}")
