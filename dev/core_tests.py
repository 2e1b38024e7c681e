"""`make test-core`: the tests of Odoo's own modules, with the suite installed.

Some of them fail here whatever is installed: they expect demo data, a service on the internet, or a registry
that ends at their own module. So what fails is run again in a database without the suite, and only what passes
there, and fails with the suite a second time, is the suite's doing: a tour may fail for a slow moment.

Odoo's own `--test-tags` would run most of these tests while the modules load, before the suite is there: they
run in pytest instead, with everything loaded.
"""

import os
import shlex
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from . import commands, odoo_source, templates
from .console import Stop, say
from .paths import LOGS, ROOT
from .tests import INSIDE_ODOO, environment

_DEFAULT = "hr,mail"
_PLUGIN = ["-p", "dev.testing.core", "-p", "no:cacheprovider"]


def run():
    """Run the tests of the modules in CORE, and fail if the suite breaks one; ARGS goes to pytest."""
    names = (os.environ.get("CORE") or _DEFAULT).split(",")
    arguments = shlex.split(os.environ.get("ARGS") or "")
    with environment([templates.BARE, templates.PLAIN]) as (interpreter, variables, databases):
        folders = _folders(names)
        with_suite = _run(interpreter, variables, databases, templates.BARE, [*folders, *arguments])
        _tell("With the suite", with_suite)
        failed = sorted(name for name, result in with_suite.items() if result == "failed")
        if not with_suite:
            raise Stop("No test ran.")
        broken = []
        if failed:
            without = _run(interpreter, variables, databases, templates.PLAIN, failed)
            _tell("The failed ones again without the suite", without)
            suspects = [name for name in failed if without.get(name) == "passed"]
            for name in failed:
                if name not in suspects:
                    say(f"  does not pass without the suite either: {_short(name)}")
            if suspects:
                again = _run(interpreter, variables, databases, templates.BARE, suspects)
                _tell("The others again with the suite", again)
                broken = [name for name in suspects if again.get(name) != "passed"]
    for name in broken:
        say(f"  broken by the suite: {_short(name)}")
    if broken:
        raise Stop(f"The suite breaks {len(broken)} of {len(with_suite)} tests of Odoo's own.")
    say(f"The suite breaks none of {len(with_suite)} tests of Odoo's own.")


def _folders(names):
    addons = odoo_source.addons_path(odoo_source.root())
    folders = [addons / name / "tests" for name in names]
    for folder in folders:
        if not folder.is_dir():
            raise Stop(f"Odoo has no tests in {folder}.")
    return [str(folder) for folder in folders]


def _run(interpreter, variables, databases, template, arguments):
    """Run pytest in a clone of `template`; gives `{node id: "passed", "failed" or "skipped"}`."""
    database = f"test_{os.getpid()}_core"
    databases.clone(template, database)
    log = LOGS / f"core-{template}.log"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = [*INSIDE_ODOO, f"--odoo-database={database}", f"--junitxml={report}", "-o", "junit_family=xunit1"]
        say(f"Running; what Odoo logs is in {os.path.relpath(log, ROOT)} …")
        try:
            with open(log, "wb") as file:
                commands.run(
                    [str(interpreter), "-m", "pytest", "-q", *_PLUGIN, *options, *arguments],
                    variables,
                    cwd=ROOT,
                    stdout=file,
                    stderr=file,
                )
        finally:
            databases.drop(database)
        if not report.exists():
            raise Stop(f"The tests could not start; see the end of {log}")
        return _results(ElementTree.parse(report))


def _results(tree):
    """How each test of a JUnit report ended, by pytest's node id.

    >>> _results(ElementTree.ElementTree(ElementTree.fromstring(
    ...     '<testsuite><testcase file="a/test_b.py" classname="a.test_b.TestB" name="test_c"/>'
    ...     '<testcase file="a/test_b.py" classname="a.test_b.TestB" name="test_d"><failure/></testcase></testsuite>'
    ... )))
    {'a/test_b.py::TestB::test_c': 'passed', 'a/test_b.py::TestB::test_d': 'failed'}
    """
    results = {}
    for case in tree.iter("testcase"):
        # A file that could not be read as tests has no class.
        parts = [case.get("file"), (case.get("classname") or "").rsplit(".", 1)[-1], case.get("name")]
        name = "::".join(filter(None, parts))
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            results[name] = "failed"
        else:
            # A second entry of a test is its teardown's.
            results.setdefault(name, "skipped" if "skipped" in outcomes else "passed")
    return results


def _tell(headline, results):
    counts = {state: list(results.values()).count(state) for state in ("passed", "failed", "skipped")}
    say(f"{headline}: {', '.join(f'{count} {state}' for state, count in counts.items())}")


def _short(name):
    return name.split("/addons/")[-1]
