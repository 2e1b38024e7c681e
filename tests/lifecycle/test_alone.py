"""An addon with what it depends on, and nothing else of the suite: it goes without a trace, and comes back."""

import os
from pathlib import Path

import pytest

from dev import logcheck

from ..support import odoo_script
from ..support.database import cloned, run_odoo
from .residue import Before, installed

SCRIPTS = Path(__file__).parent / "odoo"


@pytest.mark.alone
def test_it_goes_and_comes_back():
    addon = os.environ["ROLLOUT_ALONE"]
    with cloned(os.environ["ROLLOUT_TEMPLATE"]) as database:
        odoo_script.run(database.name, SCRIPTS / "ledger.py")
        before = Before(database)
        went = run_odoo("module", "uninstall", "-d", database.name, addon)
        gone, residue = before.find_residue()
        assert addon in gone
        assert not residue
        came = run_odoo("module", "install", "-d", database.name, addon)
        assert gone <= installed(database)
        assert not logcheck.complaints(went.stdout + came.stdout)
