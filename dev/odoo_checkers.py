"""Odoo's own checkers for pylint, which its module `test_lint` runs over all of Odoo, over some files.

Run in the virtual environment: `python -m dev.odoo_checkers FILE…`.
"""

import os
import sys

from . import odoo_source
from .paths import ADDONS, TEST_ADDONS

_CHECKERS = [
    "_pylint_path_setup",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
]
_CODES = [
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


def main(files):
    source = odoo_source.root()
    checkers = odoo_source.addons_path(source) / "test_lint" / "tests"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(source), str(checkers)]),
        "ADDONS_PATH": os.pathsep.join(map(str, [ADDONS, TEST_ADDONS])),
    }
    options = [
        f"--rcfile={os.devnull}",
        "--disable=all,unknown-option-value",
        f"--enable={','.join(_CODES)}",
        "--score=n",
        f"--load-plugins={','.join(_CHECKERS)}",
    ]
    os.execve(sys.executable, [sys.executable, "-m", "pylint", *options, *files], environment)


if __name__ == "__main__":
    main(sys.argv[1:])
