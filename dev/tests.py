"""`make test`: the addons' own tests inside Odoo, then the tests of the whole in tests/."""
import contextlib
import os
import shlex

from . import browser, clock, commands, once, postgres, runtime, templates
from .console import Stop, say
from .database import Databases
from .paths import ADDONS, ROOT

_ADDONS_DATABASE = "test_addons"
_COMMON = ["-p", "dev.testing.plugin", "-p", "no:cacheprovider"]


@contextlib.contextmanager
def environment():
    """Everything set up and the test cluster running; gives `(interpreter, variables, databases)`."""
    with once.locked():
        interpreter, source = runtime.prepare()
        browser.prepare()
        library = clock.prepare()
    with postgres.running(postgres.TEST) as socket:
        templates.prepare(interpreter, source, socket)
        variables = runtime.variables(source, socket, postgres.TEST)
        path = [str(ROOT / "dev" / "guard"), variables["PYTHONPATH"], str(ROOT)]
        variables |= {
            "PYTHONPATH": os.pathsep.join(path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ROLLOUT_CLOCK_LIBRARY": str(library),
        }
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            variables.pop(name, None)
        yield interpreter, variables, Databases(postgres.TEST, socket)


def run():
    """Run both parts, or the one that PART names; ARGS goes to pytest."""
    part = os.environ.get("PART") or "all"
    if part not in ("all", "addons", "tests"):
        raise Stop(f"PART is addons or tests, not {part!r}.")
    arguments = shlex.split(os.environ.get("ARGS") or "")
    with environment() as (interpreter, variables, databases):
        codes = []
        if part != "tests":
            codes.append(_addons(interpreter, variables, databases, arguments))
        if part != "addons":
            codes.append(_whole(interpreter, variables, arguments))
    failed = [code for code in codes if code]
    # With a selection (-k), one part may well have nothing to run, but not both.
    if failed and not (arguments and set(failed) == {5} and len(failed) < len(codes)):
        raise Stop("Tests failed.")
    say("All tests passed.")


def _addons(interpreter, variables, databases, arguments):
    """pytest-odoo over the addons' tests and the doctests of their pure logic."""
    say("Tests of the addons …")
    databases.clone(templates.BARE, _ADDONS_DATABASE)
    folders = [str(path) for name in ("tests", "tools") for path in sorted(ADDONS.glob(f"*/{name}"))]
    if not folders:
        raise Stop("There is no addon with tests.")
    options = ["--odoo-http", f"--odoo-database={_ADDONS_DATABASE}", "--doctest-modules", f"--rootdir={ADDONS}"]
    command = [str(interpreter), "-m", "pytest", *_COMMON, *options, *folders, *arguments]
    try:
        return commands.run(command, variables, cwd=ADDONS)
    finally:
        databases.drop(_ADDONS_DATABASE)


def _whole(interpreter, variables, arguments):
    """Plain pytest over tests/, which start Odoo servers of their own, and over the doctests of dev/."""
    say("Tests of the whole …")
    command = [str(interpreter), "-m", "pytest", *_COMMON, "-p", "no:odoo", "--doctest-modules", "tests", "dev", *arguments]
    return commands.run(command, variables, cwd=ROOT)


def bench():
    """Measure: `tests/bench` is a program that prints its table."""
    with environment() as (interpreter, variables, _databases):
        return commands.run([str(interpreter), "-m", "tests.bench"], variables, cwd=ROOT)
