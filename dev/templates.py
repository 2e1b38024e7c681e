"""Databases to clone for tests, made once per state of the addons: without demo data, with it, without the suite."""

from . import install, logcheck, modules, once, postgres, runtime
from .console import Stop, say
from .database import Databases
from .paths import ADDONS, CONFIG, LOGS, ROOT, STATE

BARE, DEMO = "template_bare", "template_demo"
# Everything that BARE holds but the project's addons: what they change is seen by comparison.
PLAIN = "template_plain"
_STAMPS = STATE / "data-test" / "made-from"
# Files that change nothing in a fresh database.
_WITHOUT_EFFECT = {".pyc", ".md", ".rst"}
_OPTIONS = {BARE: [], DEMO: ["--with-demo"], PLAIN: []}


def prepare(interpreter, source, socket, names=(BARE, DEMO)):
    """Have the templates called `names` fit for the addons as they are now; BARE comes before PLAIN."""
    key = once.fingerprint(str(source), modules.wanted(), [str(path) for path in _files()], *_files())
    environment = runtime.variables(source, socket, postgres.TEST)
    databases = Databases(postgres.TEST, socket)
    with once.locked("templates"):
        for name in names:
            stamp = _STAMPS / name
            wanted, made_from = modules.wanted(), key
            if name == PLAIN:
                wanted = sorted(databases.installed_modules(BARE) - set(modules.own()))
                made_from = once.fingerprint(str(source), wanted, CONFIG)
            if stamp.exists() and stamp.read_text() == made_from and databases.exists(name):
                continue
            stamp.unlink(missing_ok=True)
            _make(databases, name, wanted, interpreter, environment)
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(made_from)


def _make(databases, name, wanted, interpreter, environment):
    databases.drop(name)
    log = LOGS / f"{name}.log"
    arguments = [*_OPTIONS[name], f"--init={','.join(wanted)}"]
    install.run(interpreter, environment, name, arguments, log, f"Installing the test database {name}")
    complaints = logcheck.complaints(log.read_text(errors="replace"))
    if complaints:
        databases.drop(name)
        for line in complaints:
            say(f"  {line}")
        raise Stop(f"Odoo complained while it installed {name}; the whole log is {log.relative_to(ROOT)}")


def _files():
    """Every file that decides what the templates hold: tests, for one, do not."""
    yield CONFIG
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if (
            path.is_file()
            and path.suffix not in _WITHOUT_EFFECT
            and "__pycache__" not in parts
            and "tests" not in parts[1:2]
        ):
            yield path
