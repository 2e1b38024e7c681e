"""Databases to clone for tests, made once per state of the addons.

One without demo data, one with it, one without the suite; and for each addon one with what it depends on alone.
"""

import contextlib
import os

from . import install, logcheck, modules, once, postgres, runtime
from .console import Stop, say
from .database import Databases
from .paths import CONFIG, LOGS, ROOT, STATE

BARE, DEMO = "template_bare", "template_demo"
# Everything that BARE holds but the project's addons: what they change is seen by comparison.
PLAIN = "template_plain"
_STAMPS = STATE / "data-test" / "made-from"
# Files that change nothing in a fresh database.
_WITHOUT_EFFECT = {".pyc", ".md", ".rst"}
_OPTIONS = {BARE: [], DEMO: ["--with-demo"], PLAIN: []}


def prepare(interpreter, source, socket, names=(BARE, DEMO)):
    """Have the templates called `names` fit for the addons as they are now; BARE comes before PLAIN."""
    key = _key(source, modules.own(), modules.wanted())
    environment = runtime.variables(source, socket, postgres.TEST)
    databases = Databases(postgres.TEST, socket)
    with once.locked("templates"):
        for name in names:
            wanted, made_from = modules.wanted(), key
            if name == PLAIN:
                wanted = sorted(databases.installed_modules(BARE) - set(modules.own()))
                made_from = once.fingerprint(str(source), wanted, CONFIG)
            if not _is_made(databases, name, made_from):
                databases.drop(name)
                _make(databases, name, made_from, wanted, interpreter, environment)


def prepare_alone(interpreter, source, socket, addon):
    """Have a template with `addon` and what it depends on, and give its name.

    It grows out of that of the addon below it that brings most along.
    """
    below = modules.needed(addon)
    key, name = _key(source, [*below, addon], addon), f"template_{addon}"
    start = below and prepare_alone(
        interpreter, source, socket, max(below, key=lambda other: len(modules.needed(other)))
    )
    databases = Databases(postgres.TEST, socket)
    with once.locked(name):
        if not _is_made(databases, name, key):
            databases.clone(start, name) if start else databases.drop(name)
            _make(databases, name, key, [addon], interpreter, runtime.variables(source, socket, postgres.TEST))
    return name


@contextlib.contextmanager
def pair(interpreter, source, databases, first, second):
    """A database with two addons and what they depend on, for the duration of the block; gives its name."""
    name = f"test_{os.getpid()}_pair"
    databases.clone(prepare_alone(interpreter, source, databases.socket, first), name)
    try:
        environment = runtime.variables(source, databases.socket, postgres.TEST)
        _install(name, [second], interpreter, environment)
        yield name
    finally:
        databases.drop(name)


def _key(source, addons, wanted):
    files = list(_files(addons))
    return once.fingerprint(str(source), wanted, [str(path) for path in files], *files)


def _is_made(databases, name, key):
    stamp = _STAMPS / name
    return stamp.exists() and stamp.read_text() == key and databases.exists(name)


def _make(databases, name, key, wanted, interpreter, environment):
    (_STAMPS / name).unlink(missing_ok=True)
    try:
        _install(name, wanted, interpreter, environment)
    except Stop:
        databases.drop(name)
        raise
    _STAMPS.mkdir(parents=True, exist_ok=True)
    (_STAMPS / name).write_text(key)


def _install(name, wanted, interpreter, environment):
    log = LOGS / f"{name}.log"
    arguments = [*_OPTIONS.get(name, []), f"--init={','.join(wanted)}"]
    install.run(interpreter, environment, name, arguments, log, f"Installing the test database {name}")
    complaints = logcheck.complaints(log.read_text(errors="replace"))
    if complaints:
        for line in complaints:
            say(f"  {line}")
        raise Stop(f"Odoo complained while it installed {name}; the whole log is {os.path.relpath(log, ROOT)}")


def _files(addons):
    """Every file that decides what a template with these addons holds: tests, for one, do not."""
    yield CONFIG
    for folder in sorted(modules.folder(addon) for addon in addons):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if (
                path.is_file()
                and path.suffix not in _WITHOUT_EFFECT
                and "__pycache__" not in parts
                and parts[0] != "tests"
            ):
                yield path
