"""wkhtmltopdf, with which Odoo prints its PDF reports.

`.dev/bin/wkhtmltopdf` starts the system's, or Debian's, unpacked with its own libraries; either way
with the fonts unpacked here, so that Thai prints on every machine. Debian's is built with an
unpatched Qt: it prints one document at a time, and knows no running headers and footers and no
shrinking to the page's width, which the patched one of Odoo's own images does. It would also want a
display: Qt draws into memory instead.
"""

import os
import shutil

from . import browser, debian
from .paths import STATE, WRAPPERS

NAME = "wkhtmltopdf"
_UNPACKED = STATE / "wkhtmltopdf"


def prepare():
    """Make the wrapper, with what it needs, and give its path."""
    program, libraries, settings = _program()
    settings = f"export QT_QPA_PLATFORM=offscreen\n{settings}{browser.font_settings()}"
    return browser.wrapper(NAME, program, libraries, settings)


def _program():
    """A wkhtmltopdf, the folders of libraries that it needs beside the system's, and its settings as lines of shell."""
    outside = os.pathsep.join(path for path in os.environ.get("PATH", "").split(os.pathsep) if path != str(WRAPPERS))
    if found := shutil.which(NAME, path=outside):
        return found, "", ""
    # Debian 12 is the last release that has it.
    debian.unpack(_UNPACKED, NAME, [NAME], with_dependencies=True, otherwise="bookworm")
    # Relocated, Qt looks for what draws into memory in the system's folders.
    [plugins] = _UNPACKED.glob("usr/lib/*/qt5/plugins")
    return _UNPACKED / "usr/bin" / NAME, debian.libraries(_UNPACKED), f"export QT_PLUGIN_PATH='{plugins}'\n"
