"""One model's views of an addon lie in one file that bears its name, and an addon says a view once, not in pieces."""

import functools
from collections import Counter
from xml.etree import ElementTree

import pytest

from dev.paths import ADDONS

SUITE = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


@functools.cache
def _views(addon):
    """Each view and template, as `(path, its full id, its model or None, the full id of what it inherits or None)`."""
    found = []
    for path in sorted((ADDONS / addon).rglob("*.xml")):
        if "static" in path.parts:
            continue
        for node in ElementTree.parse(path).getroot().iter():
            if node.tag == "template":
                model, inherited = None, node.get("inherit_id")
            elif node.tag == "record" and node.get("model") == "ir.ui.view":
                model, reference = node.findtext("field[@name='model']"), node.find("field[@name='inherit_id']")
                inherited = reference.get("ref") if reference is not None else None
            else:
                continue
            found.append((path, _full(addon, node.get("id")), model, inherited and _full(addon, inherited)))
    return found


def _full(addon, name):
    return name if "." in name else f"{addon}.{name}"


def _find_folder(model):
    """Dialogs lie beside their code, in the addon that makes them and in those that add to them."""
    name = model.replace(".", "_")
    return "wizards" if any(ADDONS.glob(f"*/wizards/{name}.py")) else "views"


@pytest.mark.parametrize("addon", SUITE)
def test_views_lie_in_the_file_of_their_model(addon):
    for path, view, model, _inherited in _views(addon):
        if model:
            name = f"{_find_folder(model)}/{model.replace('.', '_')}_views.xml"
            assert str(path.relative_to(ADDONS / addon)) == name, view


@pytest.mark.parametrize("addon", SUITE)
def test_an_addon_adds_nothing_to_its_own_views(addon):
    for _path, view, _model, inherited in _views(addon):
        assert not (inherited or "").startswith(f"{addon}."), f"{view} inherits {inherited}"


@pytest.mark.parametrize("addon", SUITE)
def test_an_addon_adds_to_a_view_of_others_once(addon):
    counts = Counter(inherited for _path, _view, _model, inherited in _views(addon) if inherited)
    assert not {view for view, count in counts.items() if count > 1}
