"""Chromium for tours, end-to-end tests and screenshots, with fonts for Latin and Thai.

`.dev/bin/chromium` starts the system's Chromium, or an unpacked one with its own libraries; either
way with the fonts unpacked here, so that screenshots look the same on every machine.
"""

import os
import shutil
from pathlib import Path

from . import debian
from .paths import STATE, VENV, WRAPPERS

NAME = "chromium"
_UNPACKED = STATE / "browser"
_DRIVER = STATE / "playwright"
_FONTS = STATE / "fonts"
# DejaVu is the last resort of wkhtmltopdf, which crashes where it is missing.
_FONT_PACKAGES = ["fonts-noto-core", "fonts-noto-mono", "fonts-noto-color-emoji", "fonts-dejavu-core"]
_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer>{sans}</prefer></alias>
  <alias><family>system-ui</family><prefer>{sans}</prefer></alias>
  <alias><family>serif</family><prefer><family>Noto Serif</family><family>Noto Serif Thai</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Noto Sans Mono</family></prefer></alias>
</fontconfig>
"""
_SANS = "<family>Noto Sans</family><family>Noto Sans Thai</family><family>Noto Color Emoji</family>"


def prepare():
    """Make the wrapper, with what it needs, and give its path."""
    program, libraries = _program()
    return wrapper(NAME, program, libraries, font_settings())


def font_settings():
    """Unpack the fonts; give the line of shell that has a program use them."""
    debian.unpack(_FONTS, "fonts", _FONT_PACKAGES)
    fontconfig = STATE / "fonts.conf"
    # The cache goes with the fonts: it would not notice others that are as old as those before.
    _write(fontconfig, _FONTCONFIG.format(fonts=_FONTS, cache=_FONTS / "cache", sans=_SANS))
    return f"export FONTCONFIG_FILE='{fontconfig}'\n"


def prepare_driver():
    """Make the wrapper for Playwright's own Node.js, which needs a library that a small Debian lacks; give its path."""
    debian.unpack(_DRIVER, "libatomic", ["libatomic1"])
    [node] = VENV.glob("lib/python*/site-packages/playwright/driver/node")
    return wrapper("playwright-node", node, debian.libraries(_DRIVER))


def _program():
    """A Chromium and the folders of libraries that it needs beside the system's."""
    outside = os.pathsep.join(path for path in os.environ.get("PATH", "").split(os.pathsep) if path != str(WRAPPERS))
    for name in _NAMES:
        if found := shutil.which(name, path=outside):
            return found, ""
    debian.unpack(_UNPACKED, "Chromium", ["chromium"], with_dependencies=True)
    return _UNPACKED / "usr/lib/chromium/chromium", debian.libraries(_UNPACKED)


def wrapper(name, program, libraries="", settings=""):
    """A script in `.dev/bin` that starts a program with its libraries."""
    if libraries:
        settings += f"export LD_LIBRARY_PATH='{libraries}'\n"
    script = WRAPPERS / name
    WRAPPERS.mkdir(exist_ok=True)
    _write(script, f"#!/bin/sh\n{settings}exec '{program}' \"$@\"\n", 0o755)
    return script


def _write(path, text, mode=0o644):
    if not path.exists() or path.read_text() != text:
        new = Path(f"{path}.new")
        new.write_text(text)
        new.chmod(mode)
        new.replace(path)
