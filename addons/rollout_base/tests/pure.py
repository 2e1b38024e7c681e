"""For tests of what needs no database: the examples in its descriptions, and those that hypothesis makes up."""

import doctest
import importlib
import pkgutil

from hypothesis import HealthCheck, settings

# The first draw loads tables; a busy machine is no reason to fail.
RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def assert_examples_hold(case, package):
    """Have a test case fail for each module of a package of which an example in its docstrings doesn't hold."""
    attempted = 0
    for each in pkgutil.iter_modules(package.__path__):
        result = doctest.testmod(importlib.import_module(f"{package.__name__}.{each.name}"))
        attempted += result.attempted
        with case.subTest(each.name):
            case.assertEqual(result.failed, 0)
    case.assertGreater(attempted, 0)
