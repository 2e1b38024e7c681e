"""Scripts that prepare a database from inside Odoo (odoo/*.py)."""

from pathlib import Path

from tests.support import odoo_script

_SCRIPTS = Path(__file__).parent / "odoo"


def run(database: str, name: str) -> dict:
    """Run odoo/`name`.py on a database and return the facts it hands over."""
    # What is logged is the tests' to judge; here only time counts.
    return odoo_script.run(database, _SCRIPTS / f"{name}.py", clean=False)
