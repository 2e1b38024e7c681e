"""`make lint`: every check of style; `make format` writes what can be written by a machine."""

import os
import subprocess

from . import commands, install, logcheck, once, postgres, runtime, templates
from .console import Stop, say
from .database import Databases
from .paths import ADDONS, LOGS, ROOT, STATE

_PYTHON = ["addons", "bench", "dev", "tests"]
# Of test_lint: not those that lint all of Odoo with pylint (dev/odoo_checkers.py runs its checkers over our
# addons alone) or test these checkers themselves, and not the one that needs a program of Node.js.
_CORE_TESTS = ",".join(
    ["/test_lint"]
    + [
        f"-/test_lint:{name}"
        for name in ("TestPyLint", "TestGetTextLint", "TestSqlLint", "TestI18nChecks", "TestESLint")
    ]
)


def run():
    """Run the list of `.pre-commit-config.yaml` on everything, and Odoo's own lint beside it."""
    with once.locked():
        interpreter, source = runtime.prepare()
    LOGS.mkdir(parents=True, exist_ok=True)
    said = LOGS / "lint-style.log"
    command = [str(interpreter), "-m", "pre_commit", "run", "--all-files", "--color=never"]
    say("Checking the style …")
    with open(said, "wb") as file:
        style = subprocess.Popen(command, env=_environment(), cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
    try:
        complaints = _core(interpreter, source)
        failed = style.wait()
    finally:
        style.terminate()
        style.wait()
    say(said.read_text(errors="replace"))
    for line in complaints:
        say(f"  {line}")
    if failed or complaints:
        raise Stop("Not in order.")
    say("Everything is in order.")


def _environment():
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(STATE / "pre-commit"),
        # A checkout may belong to somebody else than who looks at it, as in a container.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(ROOT),
    }


def format():
    """Write Python, XML and JavaScript as the checks want them, as far as a machine can."""
    with once.locked():
        interpreter, _source = runtime.prepare()
    python = [str(interpreter), "-m"]
    scripts = sorted(str(path.relative_to(ROOT)) for path in ADDONS.glob("*/static/*/**/*.js"))
    manifests = sorted(str(path.relative_to(ROOT)) for path in ADDONS.glob("*/__manifest__.py"))
    for command in (
        [*python, "ruff", "check", "--fix", "--quiet", *_PYTHON],
        [*python, "ruff", "format", "--quiet", *_PYTHON],
        [*python, "dev.style", "--fix", *scripts],
        [*python, "dev.descriptions", "--fix", *manifests],
    ):
        commands.run(command, _environment(), cwd=ROOT)


def _core(interpreter, source):
    """What core's module `test_lint` finds, in a database with the suite."""
    say("Checking with Odoo's own lint (test_lint) …")
    name = f"test_{os.getpid()}_lint"
    log = LOGS / "lint.log"
    with postgres.running(postgres.TEST) as socket:
        templates.prepare(interpreter, source, socket, [templates.BARE])
        databases = Databases(postgres.TEST, socket)
        databases.clone(templates.BARE, name)
        environment = runtime.variables(source, socket, postgres.TEST)
        arguments = ["--init=test_lint", f"--test-tags={_CORE_TESTS}"]
        try:
            install.run_odoo(interpreter, environment, name, arguments, log, "Odoo's own lint")
        except Stop:
            # Its code says that a test failed; the log says which.
            pass
        finally:
            databases.drop(name)
    text = log.read_text(errors="replace")
    if "odoo.addons.test_lint.tests" not in text:
        raise Stop(f"Odoo's own lint did not run; see {log}")
    return logcheck.complaints(text)
