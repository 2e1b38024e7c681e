"""How Odoo is started here: which interpreter, which environment, which options."""
import os

from . import odoo_source, postgres, python
from .paths import ADDONS, CONFIG, ROOT, STATE, WRAPPERS

# `odoo.addons` is a namespace: a folder that stands first on Python's path is looked at first. The one
# here shadows `iap_mail` with an addon that cannot be installed, so that the parts that call a service on
# the internet (partner_autocomplete, sms, snailmail …) do not install themselves.
SHADOWS = ROOT / "dev" / "shadows"


def prepare():
    """Make what Odoo needs to run, and give `(interpreter, folder of Odoo)`."""
    return python.interpreter(), odoo_source.root()


def variables(source):
    """The environment of an Odoo process whose source is in `source`."""
    values = dict(os.environ)
    values["PYTHONPATH"] = os.pathsep.join([str(SHADOWS), str(source)])
    values["PATH"] = os.pathsep.join([str(WRAPPERS), str(postgres.programs()), values.get("PATH", os.defpath)])
    values["PGUSER"] = postgres.USER
    return values


def options(source, socket, cluster=postgres.DEMO):
    """Odoo's options that depend on this machine; `odoo.conf` has the others."""
    paths = [ADDONS, odoo_source.addons_path(source)]
    return {
        "config": CONFIG,
        "addons-path": ",".join(str(path) for path in paths if any(path.glob("*/__manifest__.py"))),
        "data-dir": STATE / ("data" if cluster == postgres.DEMO else "data-test"),
        "db_host": socket,
        "db_user": postgres.USER,
    }


def command(interpreter, source, arguments, values):
    """The command line for Odoo's `arguments`, with `values` as options after a possible subcommand."""
    subcommand, rest = ([arguments[0]], arguments[1:]) if arguments and not arguments[0].startswith("-") else (["server"], arguments)
    given = [f"--{key}={value}" for key, value in values.items()]
    return [str(interpreter), "-m", "odoo", *subcommand, *given, *rest]
