"""Each test of an addon is run, by pytest and by Odoo's own runner alike, and each example in a docstring once."""

import ast
import re

import pytest

from dev.modules import folder, for_tests, own


def _test_files(addon):
    return {path.stem: path.read_text() for path in (folder(addon) / "tests").glob("test_*.py")}


@pytest.mark.parametrize("addon", [*own(), *for_tests()])
def test_each_file_is_imported(addon):
    package = ast.parse((folder(addon) / "tests" / "__init__.py").read_text())
    imported = [name.name for node in package.body if isinstance(node, ast.ImportFrom) for name in node.names]
    assert sorted(imported) == sorted(_test_files(addon))


@pytest.mark.parametrize("addon", own())
def test_examples_of_tools_are_run_in_one_place(addon):
    tools = (folder(addon) / "tools").glob("*.py")
    has_examples = any(re.search(r"^\s*>>> ", path.read_text(), re.MULTILINE) for path in tools)
    runs = [name for name, text in _test_files(addon).items() if re.search(r"\bdoctest\b|assert_examples_hold", text)]
    assert runs == ["test_doctests"] * has_examples
