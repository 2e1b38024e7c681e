"""Which Odoo modules the demo and the tests install: the project's own addons and Odoo's apps beside them."""

import ast

from .paths import ADDONS, TEST_ADDONS

ODOO_APPS = ["account", "sale_stock", "stock"]


def own():
    """The names of the project's installable addons."""
    return _installable(ADDONS)


def for_tests():
    """The names of the addons that are there for tests alone."""
    return _installable(TEST_ADDONS)


def _installable(folder):
    manifests = sorted(folder.glob("*/__manifest__.py"))
    return [manifest.parent.name for manifest in manifests if _read(manifest).get("installable", True)]


def _read(manifest):
    return ast.literal_eval(manifest.read_text())


def wanted():
    return own() + ODOO_APPS


def folder(addon):
    """Where an addon lies, be it there for tests alone."""
    return next(place / addon for place in (ADDONS, TEST_ADDONS) if (place / addon / "__manifest__.py").exists())


def needed(addon):
    """The names of the project's addons that `addon` builds upon, itself not included, the lowest first."""
    below = sorted(set(_read(folder(addon) / "__manifest__.py")["depends"]) & set(own()))
    return list(dict.fromkeys(name for other in below for name in [*needed(other), other]))


def along_arrows():
    """The names of the project's addons, each after those that it builds upon."""
    return list(dict.fromkeys(name for addon in own() for name in [*needed(addon), addon]))
