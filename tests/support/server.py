"""Real Odoo servers: a process on a database, on a port of its own, in its own time."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from dev import logcheck, ports
from dev.runtime import LAUNCHER

_START_SECONDS = 90
_STOP_SECONDS = 30


class Server:
    """A running Odoo; `url` is where it answers, `log` the file it writes.

    Scheduled actions run when a test says so (`Client.run_cron`): by themselves they would run at any
    moment, and under a clock moved by `days` all at once. `crons` is the number of their threads.
    """

    def __init__(self, database, log, *, smtp_port=None, workers=0, days=0, crons=0, options=()):
        self.database = database
        self.log = Path(log)
        self.port = ports.free()
        self.url = f"http://127.0.0.1:{self.port}"
        self._smtp_port = smtp_port
        self._workers = workers
        self._days = days
        self._crons = crons
        self._options = options
        self.process = None
        # Refusals that the test provokes: what Odoo logs of them is no complaint.
        self.expected = []

    def start(self):
        environment = dict(os.environ)
        if self._days:
            self.database.move_clock(self._days)
            environment |= {
                "LD_PRELOAD": os.environ["ROLLOUT_CLOCK_LIBRARY"],
                "FAKETIME": f"{self._days * 86400:+f}",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        command = [
            sys.executable,
            str(LAUNCHER),
            f"--database={self.database.name}",
            f"--http-port={self.port}",
            f"--gevent-port={ports.free()}",
            f"--workers={self._workers}",
            f"--max-cron-threads={self._crons}",
            f"--logfile={self.log}",
            *self._options,
        ]
        if self._smtp_port:
            command += ["--smtp=127.0.0.1", f"--smtp-port={self._smtp_port}"]
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        self._wait_until_ready()
        return self

    def _wait_until_ready(self):
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/web/health", timeout=10):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        self.stop()
        raise AssertionError(f"Odoo did not start:\n{self.log.read_text()[-5000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def kill(self):
        """End the whole server at once, as a power cut would: its workers too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()

    def complaints(self):
        """What the log holds and should not."""
        found = logcheck.complaints(self.log.read_text(errors="replace"))
        return [text for text in found if not any(words in text.splitlines()[0] for words in self.expected)]


@contextlib.contextmanager
def running(database, log, **options):
    """A Server for the duration of the block, whose log must be clean at its end."""
    server = Server(database, log, **options).start()
    try:
        yield server
    finally:
        server.stop()
    complaints = server.complaints()
    assert not complaints, "\n".join(["Odoo logged:", *complaints])
