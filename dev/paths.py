"""Where things are. All that the set-up makes lives in `.dev/`, which `make clean` removes."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
TEST_ADDONS = ROOT / "tests" / "addons"  # known to tests alone
CONFIG = ROOT / "odoo.conf"
STATE = (ROOT / ".dev").resolve()  # several checkouts may share one

SYSTEM = STATE / "system"  # unpacked Debian packages
VENV = STATE / "venv"
WRAPPERS = STATE / "bin"  # programs out of SYSTEM that find their libraries
LOGS = STATE / "log"
MAIL = STATE / "mail"

# A Unix socket's address may have 107 characters, "/.s.PGSQL.5432" included.
_SOCKET_FOLDER_LIMIT = 90


def socket_folder(name):
    """The folder of a cluster's socket: in `.dev/`, or a short one elsewhere for a deep checkout."""
    folder = STATE / name / "socket"
    if len(os.fsencode(folder)) <= _SOCKET_FOLDER_LIMIT:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"rollout-{digest}"
