"""Steps of the set-up: done once, whole or not at all."""

import subprocess
import sys
import time

import pytest

from dev import once
from dev.console import Stop


def _write(text):
    def build(folder):
        (folder / "file").write_text(text)

    return build


def test_made_once(tmp_path):
    folder = tmp_path / "part"
    once.make(folder, "key", _write("first"))
    once.make(folder, "key", _write("second"))
    assert (folder / "file").read_text() == "first"
    once.make(folder, "other key", _write("third"))
    assert (folder / "file").read_text() == "third"
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_failure_keeps_what_was(tmp_path):
    folder = tmp_path / "part"
    once.make(folder, "key", _write("good"))

    def fail(new):
        (new / "file").write_text("half")
        raise Stop("No.")

    with pytest.raises(Stop):
        once.make(folder, "other key", fail)
    assert (folder / "file").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_killed_in_the_middle(tmp_path):
    """What a killed set-up leaves does not count, and does not disturb the next one."""
    folder = tmp_path / "part"
    code = (
        "import pathlib, sys, time; from dev import once\n"
        "def build(new): (new / 'file').write_text('half'); print('there', flush=True); time.sleep(60)\n"
        "once.make(pathlib.Path(sys.argv[1]), 'key', build)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.wait()
    assert not folder.exists()
    once.make(folder, "key", _write("whole"))
    assert (folder / "file").read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_two_at_a_time_follow_one_another(tmp_path):
    code = (
        "import pathlib, sys, time; from dev import once, paths\n"
        "once.STATE = pathlib.Path(sys.argv[1])\n"
        "with once.locked(): print(time.monotonic()); time.sleep(0.5); print(time.monotonic())"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    first, second = sorted([float(line) for line in process.communicate()[0].split()] for process in processes)
    assert first[1] <= second[0]
    assert time.monotonic() > second[1]
