"""Odoo 19 Community: Debian's package, unpacked, or the one that `ODOO_HOME` names."""

import ast
import os
from pathlib import Path

from . import debian
from .console import Stop
from .paths import STATE

SERIES = "19.0"
_FOLDER = STATE / "odoo"
_PACKAGED = Path("usr/lib/python3/dist-packages")
# Debian keeps these out of Odoo's package and links to them.
_ASSETS = [
    "fonts-font-awesome",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
]
# Absent from Debian's package and named in an asset bundle; it blurs the background of video calls.
_ABSENT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def root():
    """The folder to put on Python's path, with Odoo 19 in it."""
    given = os.environ.get("ODOO_HOME")
    if given:
        return _given(Path(given).expanduser().absolute())
    debian.unpack(_FOLDER, f"Odoo {SERIES}", ["odoo-19", *_ASSETS])
    folder = _FOLDER / _PACKAGED
    absent = folder / _ABSENT
    if not absent.exists():
        absent.parent.mkdir(parents=True, exist_ok=True)
        absent.touch()
    return folder


def addons_path(source):
    """The folder of Odoo's own addons in `source`; a checkout keeps only `base` beside the code."""
    beside = source / "odoo" / "addons"
    return beside if (beside / "web").is_dir() else source / "addons"


def _given(home):
    for folder in (home, home / _PACKAGED):
        release = folder / "odoo" / "release.py"
        if release.is_file():
            series = _series(release)
            if series != SERIES:
                raise Stop(f"ODOO_HOME holds Odoo {series}, and this project needs Odoo {SERIES}: {home}")
            return folder
    raise Stop(f"ODOO_HOME is not a folder with Odoo in it: {home}")


def _series(release):
    """`19.0` out of odoo/release.py, read without running it."""
    for node in ast.parse(release.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "version_info":
            return ".".join(str(getattr(element, "value", "?")) for element in node.value.elts[:2])
    return "of an unknown version"
