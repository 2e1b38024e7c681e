"""The Odoo Community Association's addon `kpi`, with which the benchmark compares: fetched, never shipped."""

import sys

from . import once, python
from .paths import ROOT, STATE

_REQUIREMENTS = ROOT / "dev" / "requirements-bench.txt"
_FOLDER = STATE / "oca"


def prepare(interpreter):
    """Have the addons in place, and give the folder that belongs into Odoo's `addons_path`."""
    once.make(
        _FOLDER,
        once.fingerprint(_REQUIREMENTS, sys.version),
        lambda folder: python.install(interpreter, _REQUIREMENTS, folder),
    )
    return _FOLDER / "odoo" / "addons"
