"""`make test`: the addons' own tests inside Odoo, then the tests of the whole in tests/."""

import contextlib
import os
import re
import shlex
from pathlib import Path

from . import browser, clock, commands, engine, images, oca, once, pdf, postgres, runtime, templates
from .console import Stop, say
from .database import Databases
from .paths import ADDONS, LOGS, ROOT

_PLUGIN = ["-p", "dev.testing.plugin", "-p", "no:cacheprovider"]
# pytest-odoo by itself would have Odoo log only what is critical.
INSIDE_ODOO = ["--odoo-http", "--odoo-log-level=info"]
_NOTHING_RAN = 5
_TEMPLATES = [templates.BARE, templates.DEMO, templates.PLAIN]


@contextlib.contextmanager
def environment(names=_TEMPLATES):
    """Everything set up and the test cluster running, with the templates called `names`.

    Gives `(interpreter, variables, databases)`.
    """
    with once.locked():
        interpreter, source = runtime.prepare()
        browser.prepare()
        pdf.prepare()
        driver = browser.prepare_driver()
        library = clock.prepare()
    with postgres.running(postgres.TEST) as socket:
        templates.prepare(interpreter, source, socket, names)
        databases = Databases(postgres.TEST, socket)
        databases.drop_abandoned()
        variables = runtime.variables(source, socket, postgres.TEST)
        path = [str(ROOT / "dev" / "guard"), variables["PYTHONPATH"], str(ROOT)]
        variables |= {
            "PYTHONPATH": os.pathsep.join(path),
            "PYTHONDONTWRITEBYTECODE": "1",
            # One folder holds the sessions of all servers: a test that lives in another year would end them.
            "ODOO_SKIP_GC_SESSIONS": "1",
            "PLAYWRIGHT_NODEJS_PATH": str(driver),
            "ROLLOUT_CLOCK_LIBRARY": str(library),
        }
        # The guard judges where a connection goes; a proxy would be the same place for all.
        yield (
            interpreter,
            {key: value for key, value in variables.items() if not key.lower().endswith("_proxy")},
            databases,
        )


def run():
    """Run both parts, or the one that PART names; ARGS goes to pytest."""
    part = os.environ.get("PART") or "all"
    if part not in ("all", "addons", "tests"):
        raise Stop(f"PART is addons or tests, not {part!r}.")
    arguments = shlex.split(os.environ.get("ARGS") or "")
    names = [templates.BARE] if part == "addons" else _TEMPLATES
    # What takes many minutes is left to commands of their own.
    whole = ["tests", "dev", "-m", "not long", *arguments]
    addons = [*_folders(), *arguments]
    with environment(names) as (interpreter, variables, databases):
        if part == "addons":
            codes = [_addons(interpreter, variables, databases, addons)]
        elif part == "tests":
            codes = [_whole(interpreter, variables, whole)]
        else:
            codes = _both(interpreter, variables, databases, addons, whole)
    if arguments and 0 in codes:
        # With a selection (-k), one part may well have nothing to run, but not both.
        codes = [0 if code == _NOTHING_RAN else code for code in codes]
    if any(codes):
        raise Stop("No test ran." if set(codes) == {_NOTHING_RAN} else "Tests failed.")
    say("All tests passed.")


def faults():
    """Break what can break (processes, databases, mail servers) and see that nothing is lost or doubled."""
    with environment() as (interpreter, variables, _databases):
        arguments = shlex.split(os.environ.get("ARGS") or "")
        return _whole(interpreter, variables, ["tests/faults", *arguments])


def compose():
    """Start docker-compose.yml as it is, and try what it promises."""
    with _containers() as (interpreter, docker), images.stand_ins(docker, _named_images()):
        return _in_containers(interpreter, docker.environment, "tests/compose")


def _named_images():
    text = (ROOT / "docker-compose.yml").read_text()
    return sorted(set(re.findall(r"^ +image: (\S+)$", text, re.MULTILINE)))


def machines():
    """Start from a fresh clone on fresh machines: releases of Debian in containers."""
    with _containers() as (interpreter, docker):
        found = {f"ROLLOUT_IMAGE_{name}": images.debian_release(docker, name) for name in ("bookworm", "trixie")}
        return _in_containers(interpreter, {**docker.environment, **found}, "tests/machines")


@contextlib.contextmanager
def _containers():
    """A Docker engine, and the environment's Python for the tests that use it: `(interpreter, engine)`."""
    with engine.running() as docker:
        with once.locked():
            interpreter, _source = runtime.prepare()
        yield interpreter, docker


def _in_containers(interpreter, variables, folder):
    guard = os.pathsep.join([str(ROOT / "dev" / "guard"), str(ROOT)])
    variables = {key: value for key, value in variables.items() if not key.lower().endswith("_proxy")}
    arguments = shlex.split(os.environ.get("ARGS") or "")
    return _whole(interpreter, {**variables, "PYTHONPATH": guard}, [folder, *arguments])


def pytest(*arguments):
    """Run pytest on some paths: `bin/pytest addons/rollout_phase/tests -k gate`, or `bin/pytest tests`."""
    if any(_is_in_addons(argument) for argument in arguments):
        with environment([templates.BARE]) as (interpreter, variables, databases):
            return _addons(interpreter, variables, databases, arguments)
    with environment() as (interpreter, variables, _databases):
        return _whole(interpreter, variables, arguments)


def bench():
    """Measure: `tests/bench` is a program that prints its table."""
    with environment([templates.BARE, templates.DEMO]) as (interpreter, variables, _databases):
        variables["ODOO_ADDONS_PATH"] += f",{oca.prepare(interpreter)}"
        return commands.run([str(interpreter), "-m", "tests.bench"], variables, cwd=ROOT)


def _is_in_addons(argument):
    return Path(argument.split("::")[0]).resolve().is_relative_to(ADDONS)


def _folders():
    """The folders of tests and of pure logic (its doctests) of every addon."""
    folders = [path for name in ("tests", "tools") for path in sorted(ADDONS.glob(f"*/{name}"))]
    if not folders:
        raise Stop("There is no addon with tests.")
    return [str(path.relative_to(ROOT)) for path in folders]


def _both(interpreter, variables, databases, addons, whole):
    """Both parts side by side: each of them leaves a processor idle half of the time."""
    say("Tests of the whole, and beside them those of the addons, which are shown at the end …")
    with _database_of_addons(databases) as database:
        return commands.run_together(
            _whole_command(interpreter, whole),
            _addons_command(interpreter, database, addons),
            LOGS / "tests-of-addons.log",
            variables,
            cwd=ROOT,
        )


def _addons(interpreter, variables, databases, arguments):
    with _database_of_addons(databases) as database:
        return commands.run(_addons_command(interpreter, database, arguments), variables, cwd=ROOT)


def _whole(interpreter, variables, arguments):
    return commands.run(_whole_command(interpreter, arguments), variables, cwd=ROOT)


@contextlib.contextmanager
def _database_of_addons(databases):
    name = f"test_{os.getpid()}_addons"
    databases.clone(templates.BARE, name)
    try:
        yield name
    finally:
        databases.drop(name)


def _addons_command(interpreter, database, arguments):
    """pytest-odoo, inside an Odoo with a database of its own."""
    options = [*INSIDE_ODOO, f"--odoo-database={database}", "--doctest-modules"]
    return [str(interpreter), "-m", "pytest", *_PLUGIN, *options, *arguments]


def _whole_command(interpreter, arguments):
    """Plain pytest: these tests start Odoo servers of their own."""
    return [str(interpreter), "-m", "pytest", *_PLUGIN, "-p", "no:odoo", "--doctest-modules", *arguments]
