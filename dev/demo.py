"""`make run`: Odoo with the suite and demo data, a mail catcher beside it, until Ctrl-C."""

import contextlib
import os
import subprocess
import time
import urllib.error
import urllib.request

from . import install, modules, once, pdf, ports, postgres, runtime
from .console import Stop, say
from .database import Databases
from .paths import LOGS, MAIL, ROOT

DATABASE = "rollout_demo"
_MAKING = "rollout_demo_new"
_START_SECONDS = 120


def run():
    port = ports.given(os.environ.get("PORT") or "8069", "PORT")
    with once.locked():
        interpreter, source = runtime.prepare()
        pdf.prepare()
    with contextlib.ExitStack() as stack:
        socket = stack.enter_context(postgres.running(postgres.DEMO))
        environment = runtime.variables(source, socket)
        with once.locked("demo"):
            _database(Databases(postgres.DEMO, socket), interpreter, environment)
        # Only now: another demo may have taken them while this one was installed.
        smtp_port, web_port = ports.free(), ports.preferred(8025)
        catcher = [str(interpreter), "-m", "dev.mailcatcher", str(MAIL), str(smtp_port), str(web_port)]
        stack.enter_context(_process(catcher, {**os.environ, "PYTHONPATH": str(ROOT)}))
        server = stack.enter_context(
            _process(
                [
                    str(interpreter),
                    str(runtime.LAUNCHER),
                    f"--database={DATABASE}",
                    f"--http-port={port}",
                    "--smtp=127.0.0.1",
                    f"--smtp-port={smtp_port}",
                    f"--logfile={LOGS / 'demo.log'}",
                ],
                environment,
            )
        )
        _wait_until_ready(server, port)
        say(f"""
  Rollout for Odoo is ready.

    Address     http://localhost:{port}
    Login       admin
    Password    admin
    Sent mails  http://localhost:{web_port}
    Log         {(LOGS / "demo.log").relative_to(ROOT)}

  Ctrl-C stops it; the data stays for the next start.
""")
        try:
            code = server.wait()
        except KeyboardInterrupt:
            say("Stopping …")
            return
        raise Stop(f"Odoo ended by itself with code {code}; see the end of {LOGS / 'demo.log'}")


def _database(databases, interpreter, environment):
    """Make the demo database; complete it where addons are new, renew it where `UPDATE=1` asks for it."""
    if not databases.exists(DATABASE):
        databases.drop(_MAKING)
        arguments = ["--with-demo", f"--init={','.join(modules.wanted())}"]
        install.run(
            interpreter,
            environment,
            _MAKING,
            arguments,
            LOGS / "demo-install.log",
            "Installing Odoo's apps and the suite with demo data",
        )
        databases.rename(_MAKING, DATABASE)
        return
    arguments = []
    if missing := set(modules.wanted()) - databases.installed_modules(DATABASE):
        arguments.append(f"--init={','.join(sorted(missing))}")
    if os.environ.get("UPDATE"):
        arguments.append(f"--update={','.join(modules.own())}")
    if arguments:
        label = "Updating the suite in the demo database"
        install.run(interpreter, environment, DATABASE, ["--with-demo", *arguments], LOGS / "demo-install.log", label)


@contextlib.contextmanager
def _process(command, environment):
    """A child in a session of its own, so that Ctrl-C reaches us and we stop the children in order."""
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(server, port):
    """Wait for the sign-in page: with it, the first visitor finds the assets made."""
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with without_proxy.open(f"http://127.0.0.1:{port}/web/login", timeout=_START_SECONDS):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    raise Stop(f"Odoo did not start; see the end of {LOGS / 'demo.log'}")
