"""How Odoo is started here: which interpreter, and in which environment.

Odoo reads `odoo.conf`, and what depends on this machine from environment variables: so every
subcommand of Odoo works alike, and what is typed on the command line still wins.
"""

import os
import sys

from . import odoo_source, postgres, python
from .paths import ADDONS, CONFIG, ROOT, STATE, TEST_ADDONS, VENV, WRAPPERS

# `odoo.addons` is a namespace: a folder that stands first on Python's path is looked at first. The one
# here shadows `iap_mail` with an addon that cannot be installed, so that the parts that call a service
# on the internet (partner_autocomplete, sms, snailmail …) do not install themselves.
SHADOWS = ROOT / "dev" / "shadows"
# In a folder of its own, because Python puts a script's folder on its path.
LAUNCHER = ROOT / "dev" / "launch" / "odoo-bin"


def prepare():
    """Make what Odoo needs to run, and give `(interpreter, folder of Odoo)`."""
    python.check_version(sys.version_info)
    source = odoo_source.root()
    return python.interpreter(), source


def data_folder(cluster):
    """Where the file stores of a cluster's databases are."""
    return STATE / ("data" if cluster == postgres.DEMO else "data-test")


def variables(source, socket, cluster=postgres.DEMO):
    """The environment of an Odoo process: its source, its database server (at `socket`), its folders."""
    addons = [ADDONS, *([TEST_ADDONS] if cluster == postgres.TEST else []), odoo_source.addons_path(source)]
    path = [str(WRAPPERS), str(VENV / "bin"), str(postgres.programs()), os.environ.get("PATH", os.defpath)]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(SHADOWS), str(source)]),
        "PATH": os.pathsep.join(path),
        "PGHOST": str(socket),
        "PGUSER": postgres.USER,
        "ODOO_RC": str(CONFIG),
        "ODOO_ADDONS_PATH": ",".join(map(str, addons)),
        "ODOO_DATA_DIR": str(data_folder(cluster)),
        "ODOO_HTTP_INTERFACE": "127.0.0.1",
    }
