"""Keeps tests on this machine: a Python process that starts with this folder on its path can reach
nothing but itself. Python loads a module of this name by itself.
"""

import ipaddress
import logging
import os
import select
import sys
import time


def _is_local(address):
    if not isinstance(address, tuple):  # a Unix socket
        return True
    host = address[0]
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event, arguments):
    if event == "socket.connect" and not _is_local(arguments[1]):
        logging.getLogger("network").error("A test tried to reach %s", arguments[1][0])
        raise ConnectionRefusedError(f"Tests stay on this machine, and this one tried to reach {arguments[1][0]}")


sys.addaudithook(_watch)


def _sleep(seconds):
    """Sleep in slices: under libfaketime a signal does not always wake the main thread."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        select.select([], [], [], min(left, 0.2))


if "FAKETIME" in os.environ:
    # Python sleeps until a moment of the monotonic clock, which libfaketime 0.9.10 refuses when it leaves
    # that clock alone; and it must leave it alone, or waiting for a lock would last as long as the shift.
    time.sleep = _sleep
