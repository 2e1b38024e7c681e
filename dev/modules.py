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
