"""The small commands: Odoo's own command line, psql, pytest, making and removing the environment."""

import os
import shutil
import subprocess

from . import browser, clock, once, pdf, postgres, runtime
from .console import Terminated, say
from .paths import STATE


def _cluster():
    """`CLUSTER=test` picks the fast cluster that may lose data with the power."""
    return postgres.TEST if os.environ.get("CLUSTER") == "test" else postgres.DEMO


def odoo(*arguments):
    """Run Odoo's own command line."""
    with once.locked():
        interpreter, source = runtime.prepare()
    cluster = _cluster()
    with postgres.running(cluster) as socket:
        return run([str(interpreter), str(runtime.LAUNCHER), *arguments], runtime.variables(source, socket, cluster))


def psql(*arguments):
    """Run psql on the project's own PostgreSQL."""
    with postgres.running(_cluster()) as socket:
        folder = postgres.programs()
        variables = {**postgres.environment(folder), "PGHOST": str(socket), "PGUSER": postgres.USER}
        return run([str(folder / "psql"), *(arguments or ["postgres"])], variables)


def setup():
    """Make everything that the other commands need."""
    with once.locked():
        runtime.prepare()
        browser.prepare()
        pdf.prepare()
        browser.prepare_driver()
        clock.prepare()
    for cluster in (postgres.DEMO, postgres.TEST):
        with postgres.running(cluster):
            pass


def clean():
    """Remove the whole environment, databases included."""
    for cluster in (postgres.DEMO, postgres.TEST):
        if (STATE / cluster).exists():
            postgres.stop(cluster)
    shutil.rmtree(STATE, ignore_errors=True)
    say("Removed .dev with everything in it.")


def run(command, environment, **options):
    """Run a command in the foreground and give its code; it gets our Ctrl-C and `kill` as its own."""
    process = subprocess.Popen(command, env=environment, **options)
    while True:
        try:
            return process.wait()
        except Terminated:
            process.terminate()
        except KeyboardInterrupt:
            continue
