"""One model of an addon lies in one file that bears its name; a few have a second one, which overrides nothing."""

import ast
import functools

import pytest

from dev.paths import ADDONS

SUITE = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
MOST_FILES = 26
# Models that are too long for one file: `{(addon, model): the second file, and what it is about}`.
SECOND_FILES = {
    ("rollout_phase", "rollout.program"): ("rollout_program_people", "lead, sponsor, expectations, addresses"),
    ("rollout_phase", "rollout.phase"): ("rollout_phase_gate", "stages and the checks before them"),
    ("rollout_log", "rollout.log.item"): ("rollout_log_item_words", "who may read which words, merging, splitting"),
    ("rollout_feedback", "rollout.wave"): ("rollout_wave_invitation", "invitations and reminders"),
    ("rollout_kpi", "rollout.kpi"): ("rollout_kpi_records", "measuring the records of any model"),
    ("rollout_kpi", "rollout.kpi.tracking"): ("rollout_kpi_tracking_verdict", "verdict, its words and pictures, money"),
}


@functools.cache
def _classes(addon):
    """Each class of a model, as `(model, path, names that it defines)`."""
    found = []
    for folder in ("models", "wizards"):
        for path in sorted((ADDONS / addon / folder).glob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef) and (model := _read_model(node)):
                    found.append((model, path, _read_names(node)))
    return found


def _read_model(node):
    values = {
        part.targets[0].id: ast.literal_eval(part.value)
        for part in node.body
        if isinstance(part, ast.Assign) and part.targets[0].id in ("_name", "_inherit")
    }
    inherited = values.get("_inherit")
    return values.get("_name") or (inherited if isinstance(inherited, str) else (inherited or [None])[0])


def _read_names(node):
    names = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
    names += [part.targets[0].id for part in node.body if isinstance(part, ast.Assign)]
    return set(names) - {"_name", "_inherit"}


def _by_model(addon):
    classes = {}
    for model, path, names in _classes(addon):
        classes.setdefault(model, []).append((path, names))
    return classes


@pytest.mark.parametrize("addon", SUITE)
def test_a_model_lies_in_the_file_of_its_name(addon):
    for model, classes in _by_model(addon).items():
        name = model.replace(".", "_")
        second, _about = SECOND_FILES.get((addon, model), (None, None))
        assert [path.stem for path, _names in classes] == [name] + [second] * bool(second), model


@pytest.mark.parametrize("addon", SUITE)
def test_nothing_is_defined_twice(addon):
    for model, classes in _by_model(addon).items():
        names = [name for _path, defined in classes for name in defined]
        twice = {name for name in names if names.count(name) > 1}
        assert not twice, f"{model}: {twice}"


@pytest.mark.parametrize("addon", SUITE)
def test_an_addon_is_no_warehouse(addon):
    files = [path for path in (ADDONS / addon / "models").glob("*.py") if path.stem != "__init__"]
    assert len(files) <= MOST_FILES


def test_few_models_have_a_second_file():
    assert len(SECOND_FILES) <= 6
