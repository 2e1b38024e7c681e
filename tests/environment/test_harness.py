"""The tests' own rules hold: no skip, no complaint in Odoo's log, no way out of this machine."""

import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from dev.paths import ROOT
from dev.tests import INSIDE_ODOO

# What a test file holds, and whether it shall pass.
_CASES = {
    "passes": ("def test_it(): pass", True),
    "skipped": ("import pytest\ndef test_it(): pytest.skip('no browser')", False),
    "skipped by mark": ("import pytest\n@pytest.mark.skip\ndef test_it(): pass", False),
    "skipped as a whole": ("import pytest\npytest.skip('no', allow_module_level=True)\ndef test_it(): pass", False),
    "skipped by unittest": (
        "import unittest\nclass T(unittest.TestCase):\n    def test_it(self): raise unittest.SkipTest('no')",
        False,
    ),
    "logs an error": ("import logging\ndef test_it(): logging.getLogger('odoo.http').error('bad')", False),
    "logs a warning": ("import logging\ndef test_it(): logging.getLogger('odoo.http').warning('odd')", False),
    "expects the error": (
        "import logging, unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n"
        "        with self.assertLogs('odoo.http', 'ERROR'): logging.getLogger('odoo.http').error('bad')",
        True,
    ),
    "goes out": ("import socket\ndef test_it():\n    socket.create_connection(('192.0.2.1', 80), timeout=9)", False),
    "goes out and hides it": (
        "import socket\ndef test_it():\n    try: socket.create_connection(('192.0.2.1', 80), timeout=9)\n"
        "    except OSError: pass",
        False,
    ),
    "stays here": (
        "import socket\ndef test_it():\n    server = socket.create_server(('127.0.0.1', 0))\n"
        "    socket.create_connection(server.getsockname()).close()\n    server.close()",
        True,
    ),
}


def _run(folder, *options):
    """Run pytest as `make test` does over a folder of tests; gives its code."""
    plugins = ["-p", "dev.testing.plugin", "-p", "no:odoo", "-p", "no:hypothesispytest", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "dev" / "guard"), str(ROOT)])}
    # Wherever the checkout lies, the cases are named from their own folder.
    options = ["--continue-on-collection-errors", f"--rootdir={folder}", *options]
    command = [sys.executable, "-m", "pytest", *plugins, *options, str(folder)]
    return subprocess.run(command, capture_output=True, check=False, env=environment).returncode


@pytest.fixture(scope="module")
def passed(tmp_path_factory):
    """The names of the cases that passed, all run in one go."""
    folder = tmp_path_factory.mktemp("cases")
    for name, (code, _passes) in _CASES.items():
        (folder / f"test_{name.replace(' ', '_')}.py").write_text(code)
    report = folder / "report.xml"
    assert _run(folder, f"--junitxml={report}") == 1
    cases = ElementTree.parse(report).iter("testcase")
    return {case.get("classname").split(".")[0] for case in cases if len(case) == 0}


@pytest.mark.parametrize("case", _CASES)
def test_rule(case, passed):
    assert (f"test_{case.replace(' ', '_')}" in passed) == _CASES[case][1]


_INSIDE_ODOO = """
import logging
from odoo.tests import HttpCase

class TestIt(HttpCase):
    def test_quiet(self):
        self.assertEqual(self.url_open("/web/health").status_code, 200)

    def test_loud(self):
        logging.getLogger("odoo.addons.base").warning("odd")
"""


def test_complaint_inside_odoo(tmp_path, database):
    """Among tests of addons, the one during which Odoo complains fails, and no other."""
    addon = tmp_path / "rollout_probe"
    (addon / "tests").mkdir(parents=True)
    (addon / "__manifest__.py").write_text('{"name": "Probe", "author": "Probe", "license": "LGPL-3"}')
    (addon / "__init__.py").touch()
    (addon / "tests" / "__init__.py").touch()
    (addon / "tests" / "test_inside.py").write_text(_INSIDE_ODOO)
    command = [sys.executable, "-m", "pytest", "-p", "dev.testing.plugin", "-p", "no:cacheprovider", *INSIDE_ODOO]
    answer = subprocess.run(
        [*command, f"--odoo-database={database.name}", str(addon)],
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "ODOO_ADDONS_PATH": f"{os.environ['ODOO_ADDONS_PATH']},{tmp_path}"},
    )
    assert answer.returncode == 1, answer.stdout
    assert "1 failed, 1 passed" in answer.stdout
    assert "WARNING odoo.addons.base: odd" in answer.stdout


def test_no_test_ran(tmp_path):
    assert _run(tmp_path) == 5
