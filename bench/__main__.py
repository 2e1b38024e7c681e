"""Run every scenario and print one table. Slow is a figure, not a failure: only what breaks gives a code."""

import importlib
import pkgutil
import sys

from dev.console import say

from . import scenarios, table


def main() -> int:
    rows, code = [], 0
    for module in sorted(found.name for found in pkgutil.iter_modules(scenarios.__path__)):
        try:
            rows += importlib.import_module(f"{scenarios.__name__}.{module}").measure()
        except AssertionError as error:
            say(f"The benchmark {module} failed: {error}")
            code = 1
    print(table.render(rows))
    return code


if __name__ == "__main__":
    sys.exit(main())
