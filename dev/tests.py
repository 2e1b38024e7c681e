"""`make test`: the tests of each addon, with what it depends on and with everything; those of the whole in tests/."""

import contextlib
import itertools
import os
import re
import shlex
from pathlib import Path

from . import (
    browser,
    clock,
    commands,
    engine,
    images,
    modules,
    oca,
    once,
    parts,
    pdf,
    postgres,
    runtime,
    templates,
)
from .console import Stop, say
from .database import Databases
from .paths import ADDONS, ROOT

_PLUGIN = ["-p", "dev.testing.plugin", "-p", "no:cacheprovider"]
# pytest-odoo by itself would have Odoo log only what is critical.
INSIDE_ODOO = ["--odoo-http", "--odoo-log-level=info"]
_NOTHING_RAN = 5
# Only what is asked of all addons alike.
_COMMON = ["-p", "dev.testing.together"]
# The parts beside those that are named after an addon.
_WHOLE, _TOGETHER = "tests", "together"
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
    """Run every part, or the one that PART names; ARGS goes to pytest."""
    part = os.environ.get("PART") or "all"
    addons = [*modules.along_arrows(), *modules.for_tests()]
    # The longest first.
    names = {"all": [_WHOLE, *addons, _TOGETHER], "addons": [*addons, _TOGETHER]}.get(part, [part])
    if set(names) - {_WHOLE, *addons, _TOGETHER}:
        raise Stop(f"PART is addons, tests, together or the name of an addon, not {part!r}.")
    arguments = shlex.split(os.environ.get("ARGS") or "")
    if len(names) == 1:
        codes = [_run_part(part, arguments)]
    else:
        with postgres.running(postgres.TEST):
            codes = list(parts.run(names).values())
    if set(codes) == {_NOTHING_RAN}:
        say("No test ran.")
        return _NOTHING_RAN
    # With a selection (-k), a part may well have nothing to run.
    if any(code for code in codes if not (arguments and code == _NOTHING_RAN)):
        raise Stop("Tests failed.")
    say("All tests passed.")
    return 0


def _run_part(name, arguments):
    if name == _WHOLE:
        with environment() as (interpreter, variables, _databases):
            # What takes many minutes is left to commands of its own, and what is about one addon to its part.
            return _whole(interpreter, variables, ["tests", "dev", "bench", "-m", "not long and not alone", *arguments])
    if name == _TOGETHER:
        with environment([templates.BARE]) as (interpreter, variables, databases):
            folders = _folders(modules.own())
            return _addons(interpreter, variables, databases, [*_COMMON, *folders, *arguments])
    return _alone(name, arguments)


def _alone(addon, arguments):
    """An addon with what it needs, and nothing else: its tests pass, it goes without a trace, and it comes back."""
    with environment([]) as (interpreter, variables, databases):
        template = templates.prepare_alone(*runtime.prepare(), databases.socket, addon)
        codes = [_addons(interpreter, variables, databases, [*_folders([addon]), *arguments], template)]
        codes.append(_leave(interpreter, variables, addon, template, arguments))
    return next((code for code in codes if code not in (0, _NOTHING_RAN)), min(codes))


def _leave(interpreter, variables, addon, template, arguments=()):
    variables = {**variables, "ROLLOUT_ALONE": addon, "ROLLOUT_TEMPLATE": template}
    return _whole(interpreter, variables, ["tests/lifecycle", "-m", "alone", *arguments])


def subsets():
    """Try every two addons that don't need each other, with what they need and nothing else."""
    wanted = set(filter(None, (os.environ.get("ADDONS") or "").split(",")))
    addons = modules.along_arrows()
    if wanted - set(addons):
        raise Stop(f"ADDONS names what is no addon: {', '.join(sorted(wanted - set(addons)))}.")
    pairs = [
        pair
        for pair in itertools.combinations(addons, 2)
        if not any(one in modules.needed(other) for one, other in itertools.permutations(pair))
        and (not wanted or wanted >= set(pair))
    ]
    failed = []
    with environment([]) as (interpreter, variables, databases):
        for first, second in pairs:
            say(f"{first} with {second} …")
            source = runtime.prepare()[1]
            with templates.pair(interpreter, source, databases, first, second) as template:
                folders = _folders([first, second])
                codes = [
                    _addons(interpreter, variables, databases, [*_COMMON, *folders], template),
                    _leave(interpreter, variables, second, template),
                ]
            if any(codes):
                failed.append(f"{first} with {second}")
    if failed:
        raise Stop(f"Tests failed: {'; '.join(failed)}.")
    say(f"All {len(pairs)} pairs passed.")


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
    for addon in modules.for_tests():
        if any(_is_in(modules.folder(addon), argument) for argument in arguments):
            with environment([]) as (interpreter, variables, databases):
                template = templates.prepare_alone(*runtime.prepare(), databases.socket, addon)
                return _addons(interpreter, variables, databases, arguments, template)
    if any(_is_in(ADDONS, argument) for argument in arguments):
        with environment([templates.BARE]) as (interpreter, variables, databases):
            return _addons(interpreter, variables, databases, arguments)
    with environment() as (interpreter, variables, _databases):
        return _whole(interpreter, variables, arguments)


def bench():
    """Measure: `bench/` is a program that prints its table."""
    with environment([templates.BARE, templates.DEMO]) as (interpreter, variables, _databases):
        variables["ODOO_ADDONS_PATH"] += f",{oca.prepare(interpreter)}"
        return commands.run([str(interpreter), "-m", "bench"], variables, cwd=ROOT)


def _is_in(folder, argument):
    return Path(argument.split("::")[0]).resolve().is_relative_to(folder)


def _folders(addons):
    return [str((modules.folder(addon) / "tests").relative_to(ROOT)) for addon in addons]


def _addons(interpreter, variables, databases, arguments, template=templates.BARE):
    """pytest-odoo, inside an Odoo with a database of its own."""
    database = f"test_{os.getpid()}_addons"
    databases.clone(template, database)
    options = [*INSIDE_ODOO, f"--odoo-database={database}", "--doctest-modules"]
    try:
        return commands.run([str(interpreter), "-m", "pytest", *_PLUGIN, *options, *arguments], variables, cwd=ROOT)
    finally:
        databases.drop(database)


def _whole(interpreter, variables, arguments):
    """Plain pytest: these tests start Odoo servers of their own."""
    command = [str(interpreter), "-m", "pytest", *_PLUGIN, "-p", "no:odoo", "--doctest-modules", *arguments]
    return commands.run(command, variables, cwd=ROOT)
