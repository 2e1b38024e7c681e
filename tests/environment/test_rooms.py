"""Each addon knows those that it depends on, and no others: arrows point down."""

import ast
import functools
import re
from xml.etree import ElementTree

import pytest

from dev.paths import ADDONS, ROOT

SUITE = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
# Fields are told from one another by name alone here: these are also attributes of something else.
COMMON = {"author_id", "date_deadline", "hours_per_week", "is_final", "partner_id", "partner_ids", "user_id"}


@functools.cache
def _manifest(addon):
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


@functools.cache
def _known(addon):
    """The addons of the suite that ``addon`` may refer to, itself included."""
    own = [name for name in _manifest(addon)["depends"] if name in SUITE]
    return frozenset({addon}.union(*map(_known, own)))


@functools.cache
def _code(addon):
    """What an addon runs, without its tests: `{path: tree}`."""
    paths = (path for path in (ADDONS / addon).rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return {path: ast.parse(path.read_text()) for path in paths}


@functools.cache
def _classes():
    """Each class that is a model, as `(addon, name of the model, is it made here, its fields)`."""
    found = []
    for addon in SUITE:
        for tree in _code(addon).values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    found.append(_read_class(addon, node))
    return [each for each in found if each]


def _read_class(addon, node):
    values, fields = {}, set()
    for part in node.body:
        if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
            name = part.targets[0].id
            if isinstance(part.value, ast.Call) and ast.unparse(part.value.func).startswith(("fields.", "IsoWeek")):
                fields.add(name)
            elif name in ("_name", "_inherit"):
                values[name] = ast.literal_eval(part.value)
    inherited = values.get("_inherit", [])
    inherited = [inherited] if isinstance(inherited, str) else inherited
    name = values.get("_name") or next(iter(inherited), None)
    return (addon, name, name not in inherited, fields) if name else None


@functools.cache
def _makers():
    """Which addon makes each model of the suite."""
    return {name: addon for addon, name, is_made, _fields in _classes() if is_made}


@functools.cache
def _field_owners():
    """Which addons define a field of that name, on whatever model."""
    owners = {}
    for addon, _name, _is_made, fields in _classes():
        for field in fields:
            owners.setdefault(field, set()).add(addon)
    return owners


def _strings(addon):
    for path, tree in _code(addon).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value


def _texts(addon):
    for path in (ADDONS / addon).rglob("*"):
        if path.suffix in (".xml", ".csv", ".js") and "tests" not in path.parts:
            yield path, path.read_text()


@pytest.mark.parametrize("addon", SUITE)
def test_imports(addon):
    for path, tree in _code(addon).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("odoo.addons."):
                other = node.module.split(".")[2]
                assert other not in SUITE or other in _known(addon), f"{path} imports {other}"


@pytest.mark.parametrize("addon", SUITE)
def test_models(addon):
    strangers = {name for name, maker in _makers().items() if maker not in _known(addon)}
    for path, text in _strings(addon):
        assert text not in strangers, f"{path} names {text}"
    for path, text in _texts(addon):
        named = set(re.findall(r"(?<![\w.])rollout(?:\.[a-z_]+)+", text))
        assert not named & strangers, f"{path} names {named & strangers}"


@pytest.mark.parametrize("addon", SUITE)
def test_external_identifiers(addon):
    others = "|".join(name for name in SUITE if name not in _known(addon)) or "-"
    reference = re.compile(rf"\b(?:{others})\.(?!models\b|tools\b)[a-z]\w+")
    for path, text in (*_strings(addon), *_texts(addon)):
        found = reference.search(text)
        assert not found, f"{path} refers to {found and found.group()}"


@pytest.mark.parametrize("addon", SUITE)
def test_fields(addon):
    """A name of two words that only addons above define is used nowhere below them; one word may mean anything."""
    strange = {name for name, owners in _field_owners().items() if "_" in name and not owners & _known(addon)} - COMMON
    for path, tree in _code(addon).items():
        for node in ast.walk(tree):
            name = node.attr if isinstance(node, ast.Attribute) else None
            assert name not in strange, f"{path}:{node.lineno} uses {name}"
    for path, text in _texts(addon):
        if path.suffix == ".xml":
            names = {node.get("name") for node in ElementTree.fromstring(text).iter("field")}
            assert not names & strange, f"{path} shows {names & strange}"


@pytest.mark.parametrize("addon", SUITE)
def test_every_addon_is_in_the_picture(addon):
    for paper in ("ARCHITECTURE.md", "README.md"):
        assert addon in (ROOT / paper).read_text(), paper


def test_papers_that_are_linked_are_there():
    for paper in (*ROOT.glob("*.md"), *ADDONS.glob("*/readme/*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", paper.read_text()):
            assert "://" in target or (paper.parent / target).exists(), f"{paper} links {target}"
