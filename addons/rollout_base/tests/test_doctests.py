import doctest
import importlib
import pkgutil

from odoo.tests import BaseCase

from .. import tools


class TestDoctests(BaseCase):
    """What needs no database shows by its own examples how it works."""

    def test_each_tool(self):
        for each in pkgutil.iter_modules(tools.__path__):
            module = importlib.import_module(f"{tools.__name__}.{each.name}")
            with self.subTest(each.name):
                self.assertEqual(doctest.testmod(module).failed, 0)
