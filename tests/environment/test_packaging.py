"""Each addon is a package of its own: described, with an icon, and installable with pip."""

import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from dev.modules import own
from dev.paths import ADDONS, ROOT

_READ_BY_NOBODY = {"tests", "__pycache__"}


@pytest.mark.parametrize("name", own())
def test_described(name):
    folder = ADDONS / name
    assert (folder / "static" / "description" / "icon.png").read_bytes().startswith(b"\x89PNG")
    assert len((folder / "readme" / "DESCRIPTION.md").read_text()) > 100
    assert 'build-backend = "whool.buildapi"' in (folder / "pyproject.toml").read_text()


@pytest.mark.parametrize("name", own())
def test_wheel(name, tmp_path):
    source = tmp_path / name
    shutil.copytree(ADDONS / name, source, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none"}
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(source)]
    answer = subprocess.run(command, text=True, capture_output=True, check=False, env=environment)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    [wheel] = tmp_path.glob("*.whl")
    assert wheel.name.startswith(f"odoo_addon_{name}-19.0.")
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    installed = target / "odoo" / "addons" / name
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()} - {
        path.relative_to(source) for path in [source / "pyproject.toml"]
    }
    present = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    assert wanted <= present | {path for path in wanted if path.parts[0] in _READ_BY_NOBODY}


def test_readme_commands_exist():
    """Whatever the README tells people to type is there."""
    readme = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test"} <= set(re.findall(r"\bmake ([a-z-]+)", readme))
    assert set(re.findall(r"`?\bmake ([a-z-]+)`?", readme)) <= targets
    for program in re.findall(r"\bbin/([a-z]+)", readme):
        assert (ROOT / "bin" / program).is_file(), program
    assert "docker compose up" in readme
