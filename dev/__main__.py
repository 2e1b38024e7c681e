"""Entry of the environment: `python3 -m dev COMMAND …`, called by the Makefile and by bin/."""

import sys

# Before anything that an older Python could not even read.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit(
        "Odoo 19 runs on Python 3.10 to 3.13, and this is Python {}.{}: name another one with PYTHON=.".format(
            *sys.version_info[:2]
        )
    )

import importlib  # noqa: E402
import signal  # noqa: E402

from .console import Stop, Terminated  # noqa: E402

COMMANDS = {
    "odoo": ("commands", "odoo"),
    "psql": ("commands", "psql"),
    "pytest": ("tests", "pytest"),
    "setup": ("commands", "setup"),
    "clean": ("commands", "clean"),
    "run": ("demo", "run"),
    "test": ("tests", "run"),
    "test-subsets": ("tests", "subsets"),
    "test-core": ("core_tests", "run"),
    "test-faults": ("tests", "faults"),
    "test-compose": ("tests", "compose"),
    "test-machines": ("tests", "machines"),
    "lint": ("lint", "run"),
    "format": ("lint", "format"),
    "bench": ("tests", "bench"),
}


def _terminate(*_):
    """Let a polite `kill` end like Ctrl-C, with everything stopped that was started."""
    raise Terminated


def main(name="", *arguments):
    signal.signal(signal.SIGTERM, _terminate)
    try:
        if name not in COMMANDS:
            raise Stop(f"There is no command {name!r}; there are: {', '.join(COMMANDS)}.")
        module, function = COMMANDS[name]
        return getattr(importlib.import_module(f"dev.{module}"), function)(*arguments)
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except OSError as error:
        # A full disk, a read-only folder: said plainly, wherever it happens.
        print(
            f"\nThe environment could not be set up: {error.strerror} ({error.filename or 'no file named'}).",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130


sys.exit(main(*sys.argv[1:]))
