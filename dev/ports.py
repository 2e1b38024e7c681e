"""Ports on this machine."""

import socket

from .console import Stop

HOST = "127.0.0.1"


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free():
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def given(text, name):
    """The port that the user gave in the variable `name`, free and in range."""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65535:
        raise Stop(f"{name} must be a number from 1 to 65535, not {text!r}.")
    if not is_free(int(text)):
        raise Stop(f"Port {text} is taken (or not allowed for this user): choose another one with {name}=.")
    return int(text)


def preferred(port):
    """`port` itself, or any free one if it is taken."""
    return port if is_free(port) else free()
