"""The virtual environment with Odoo's requirements and the tools for tests and lint."""

import importlib.util
import os
import subprocess
import sys

from . import debian, once
from .console import Stop, say
from .paths import ROOT, STATE, VENV

_REQUIREMENTS = ROOT / "dev" / "requirements.txt"
_PIP = STATE / "pip"
# What Odoo 19 runs on.
OLDEST, NEWEST = (3, 10), (3, 13)


def check_version(version):
    """Refuse a Python (as in `sys.version_info`) that Odoo 19 does not run on.

    >>> check_version((3, 11, 2))
    >>> check_version((3, 9, 2))
    Traceback (most recent call last):
    dev.console.Stop: Odoo 19 runs on Python 3.10 to 3.13, and this is Python 3.9: name another one with PYTHON=.
    """
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        oldest, newest, this = (f"{pair[0]}.{pair[1]}" for pair in (OLDEST, NEWEST, version))
        raise Stop(
            f"Odoo 19 runs on Python {oldest} to {newest}, and this is Python {this}: name another one with PYTHON=."
        )


def interpreter():
    """The path of the environment's Python, made or renewed when the requirements change."""
    check_version(sys.version_info)
    key = once.fingerprint(_REQUIREMENTS, sys.version, sys.executable, str(VENV))
    python = VENV / "bin" / "python"
    if once.is_made(VENV, key):
        return python
    say("Installing Odoo's Python requirements …")
    once.make(VENV, key, _build)
    return python


def install(interpreter, requirements, folder):
    """Install the packages of a file of requirements, and these alone, into a folder that is no environment."""
    failure = f"The packages of {requirements.relative_to(ROOT)} could not be installed"
    _install(interpreter, [*_pinned(requirements), "--no-deps", "--target", str(folder)], failure)


def _build(folder):
    without_pip = importlib.util.find_spec("ensurepip") is None
    options = ["--without-pip"] if without_pip else []
    _run([sys.executable, "-m", "venv", *options, str(folder)], "Python's virtual environment could not be made")
    if without_pip:
        debian.unpack(_PIP, "pip", ["python3-pip-whl"])
    failure = "Odoo's Python requirements could not be installed"
    _install(folder / "bin" / "python", _pinned(_REQUIREMENTS), failure)
    _move_scripts(folder)


def _pinned(requirements):
    return ["--require-hashes", "-r", str(requirements)]


def _install(interpreter, arguments, failure):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if importlib.util.find_spec("ensurepip") is None:
        environment["PYTHONPATH"] = str(next(_PIP.glob("usr/share/python-wheels/pip-*.whl")))
    pip = [str(interpreter), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
    _run([*pip, *arguments], failure, environment)


def _move_scripts(folder):
    """Let the scripts name the interpreter at the place to which the finished environment moves."""
    for script in (folder / "bin").iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        content = script.read_bytes()
        if content.startswith(b"#!"):
            script.write_bytes(content.replace(os.fsencode(folder), os.fsencode(VENV), 1))


def _run(command, failure, environment=None):
    answer = subprocess.run(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if answer.returncode:
        errors = [line for line in answer.stdout.splitlines() if "error" in line.lower()] or answer.stdout.splitlines()
        reason = errors[-1].removeprefix("ERROR: ") if errors else "no reason given"
        raise Stop(f"{failure} ({reason}).")
