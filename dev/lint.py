"""`make lint`: every check of style; `make format` writes what can be written by a machine."""

import contextlib
import os
import re
import subprocess

from . import commands, install, logcheck, odoo_source, once, postgres, runtime, templates
from .console import Stop, say
from .database import Databases
from .paths import ADDONS, LOGS, ROOT

_PYTHON = ["addons", "dev", "tests"]
# OCA's checks that ask for another taste: the header of core's own files is in lower case.
_NOT_CHECKED = "xml-header-wrong"
# An addon is described by the fragments in its readme/; and several small files may extend one model.
_NOT_LINTED = "missing-readme,consider-merging-classes-inherited"
# Of test_lint: not those that lint all of Odoo with pylint (its checkers run below, over our addons
# alone) or test these checkers themselves, and not the one that needs a program of Node.js.
_CORE_TESTS = ",".join(
    ["/test_lint"]
    + [
        f"-/test_lint:{name}"
        for name in ("TestPyLint", "TestGetTextLint", "TestSqlLint", "TestI18nChecks", "TestESLint")
    ]
)
_CORE_CHECKERS = [
    "_pylint_path_setup",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
]
_CORE_CODES = [
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
]


def run():
    """Run every check, also after one that fails."""
    with once.locked():
        interpreter, source = runtime.prepare()
    python = [str(interpreter), "-m"]
    manifests = [str(path.relative_to(ROOT)) for path in sorted(ADDONS.glob("*/__manifest__.py"))]
    addons = [os.path.dirname(path) for path in manifests]
    translations = [str(path.relative_to(ROOT)) for path in sorted(ADDONS.glob("*/i18n/*.po*"))]
    checks = {
        "ruff": [*python, "ruff", "check", "--quiet", *_PYTHON],
        "ruff format": [*python, "ruff", "format", "--check", "--quiet", *_PYTHON],
        "pylint-odoo": [
            *python,
            "pylint",
            "--rcfile=pyproject.toml",
            f"--disable={_NOT_LINTED}",
            *addons,
        ],
        "Odoo's checkers": [
            *python,
            "pylint",
            f"--rcfile={os.devnull}",
            "--disable=all,unknown-option-value",
            f"--enable={','.join(_CORE_CODES)}",
            "--score=n",
            f"--load-plugins={','.join(_CORE_CHECKERS)}",
            *addons,
        ],
        "OCA's checks": [*python, "oca_pre_commit_hooks.cli", f"--disable={_NOT_CHECKED}", *manifests],
        "OCA's checks of translations": [*python, "oca_pre_commit_hooks.cli_po", *translations]
        if translations
        else None,
        "XML and JavaScript": [*python, "dev.style", *_markup()],
    }
    core_checkers = odoo_source.addons_path(source) / "test_lint" / "tests"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT), str(core_checkers)]),
        "ADDONS_PATH": str(ADDONS),
    }
    checks = {name: command for name, command in checks.items() if command}
    failed = []
    with _running(checks, environment) as running:
        complaints = _core(interpreter, source)
        for name, (process, said) in running.items():
            if process.wait():
                failed.append(name)
            say(f"{name}: {said.read_text(errors='replace').strip() or 'in order'}")
    if complaints:
        failed.append("Odoo's own lint")
        for line in complaints:
            say(f"  {line}")
    if failed:
        raise Stop(f"Not in order: {', '.join(failed)}.")
    say("Everything is in order.")


@contextlib.contextmanager
def _running(checks, environment):
    """Start all checks at once: `{name: (process, file of what it says)}`."""
    say(f"Checking with {', '.join(checks)} …")
    LOGS.mkdir(parents=True, exist_ok=True)
    running = {}
    try:
        for name, command in checks.items():
            said = LOGS / f"lint-{re.sub(r'[^a-z]+', '-', name.lower())}.log"
            with open(said, "wb") as file:
                process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
            running[name] = (process, said)
        yield running
    finally:
        for process, _said in running.values():
            process.terminate()
            process.wait()


def format():
    """Write Python, XML and JavaScript as the checks want them, as far as a machine can."""
    with once.locked():
        interpreter, _source = runtime.prepare()
    python = [str(interpreter), "-m"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command in (
        [*python, "ruff", "check", "--fix", "--quiet", *_PYTHON],
        [*python, "ruff", "format", "--quiet", *_PYTHON],
        [*python, "dev.style", "--fix", *_markup()],
    ):
        commands.run(command, environment, cwd=ROOT)


def _markup():
    found = [*ADDONS.rglob("*.xml"), *ADDONS.glob("*/static/src/**/*.js"), *ADDONS.glob("*/static/tests/**/*.js")]
    return [str(path.relative_to(ROOT)) for path in sorted(found)]


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
