"""Which Odoo modules the demo and the tests install: the project's own addons and Odoo's apps beside them."""

import ast

from .paths import ADDONS

ODOO_APPS = ["account", "sale_stock", "stock"]


def own():
    """The names of the project's installable addons."""
    names = []
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        if ast.literal_eval(manifest.read_text()).get("installable", True):
            names.append(manifest.parent.name)
    return names


def wanted():
    return own() + ODOO_APPS


def needed(addon):
    """The names of the project's addons that `addon` builds upon, itself not included, the lowest first."""
    manifest = ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())
    below = sorted(set(manifest["depends"]) & set(own()))
    return list(dict.fromkeys(name for other in below for name in [*needed(other), other]))


def along_arrows():
    """The names of the project's addons, each after those that it builds upon."""
    return list(dict.fromkeys(name for addon in own() for name in [*needed(addon), addon]))
