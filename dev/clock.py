"""Moves the clock of a real process: Debian's libfaketime, unpacked."""

from . import debian
from .console import Stop
from .paths import STATE

_FOLDER = STATE / "clock"


def prepare():
    """The path of the library to preload; with FAKETIME=+30d in its environment a process lives in 30 days."""
    debian.unpack(_FOLDER, "libfaketime", ["libfaketime"])
    found = next(_FOLDER.glob("usr/lib/*/faketime/libfaketimeMT.so.1"), None)
    if not found:
        raise Stop(f"The package libfaketime holds no library for this machine; see {_FOLDER}")
    return found
