"""Entry of the set-up: `python3 -m dev COMMAND …`, called by the Makefile and by bin/."""
import os
import subprocess
import sys

from . import once, postgres, runtime
from .console import Stop


def _cluster():
    return postgres.TEST if os.environ.get("CLUSTER") == "test" else postgres.DEMO


def odoo(arguments):
    """Run Odoo's own command line."""
    cluster = _cluster()
    with once.locked():
        interpreter, source = runtime.prepare()
    with postgres.running(cluster) as socket:
        return _wait([str(interpreter), "-m", "odoo", *arguments], runtime.variables(source, socket, cluster))


def psql(arguments):
    """Run psql on the project's own PostgreSQL."""
    with postgres.running(_cluster()) as socket:
        folder = postgres.programs()
        variables = {**postgres.environment(folder), "PGHOST": str(socket), "PGUSER": postgres.USER}
        return _wait([str(folder / "psql"), *(arguments or ["postgres"])], variables)


def _wait(command, variables):
    process = subprocess.Popen(command, env=variables)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal has sent it to the child too
            continue


COMMANDS = {"odoo": odoo, "psql": psql}


def main():
    name, *arguments = sys.argv[1:] or ["help"]
    try:
        if name not in COMMANDS:
            raise Stop(f"There is no command {name!r}; there are: {', '.join(COMMANDS)}.")
        return COMMANDS[name](arguments)
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1


sys.exit(main())
