"""Judging addresses, and when to try again, without the ORM."""

import re
from datetime import datetime, timedelta

from odoo.tools import email_normalize

_LONGEST_PAUSE = timedelta(hours=1)
# RFC 5321, 4.5.3.1: longer ones are refused on the way, if not before.
_LONGEST_LOCAL_PART, _LONGEST_ADDRESS = 64, 254


def find_address(text: str | None) -> str | None:
    """Return the one address that ``text`` holds, ready to be written to, or None.

    >>> find_address("Ann <Ann@Example.com>")
    'ann@example.com'
    >>> find_address("ann@bücher.example")
    'ann@xn--bcher-kva.example'

    What could smuggle in a header or a second recipient is no address:

    >>> find_address("ann@example.com\\nBcc: bob@example.com") is None
    True
    >>> [find_address(wrong) for wrong in ("", None, "nobody", "a@example.com, b@example.com", "a@", "@b")]
    [None, None, None, None, None, None]
    """
    if not text or any(ord(letter) < 32 or ord(letter) == 127 for letter in text.strip()):
        return None
    address = email_normalize(text) or ""
    local, _at, domain = address.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    fits = 0 < len(local) <= _LONGEST_LOCAL_PART and domain and len(address) <= _LONGEST_ADDRESS
    return address if fits and not re.search(r"\s", address) else None


def next_try(queued: datetime, failed: datetime) -> datetime:
    """Return when a mail that failed is to be tried again: after as long as it has waited already.

    >>> queued = datetime(2026, 11, 19, 9, 0)
    >>> next_try(queued, datetime(2026, 11, 19, 9, 20)).isoformat(" ")
    '2026-11-19 09:40:00'

    An hour at most, so that it doesn't miss the server's return:

    >>> next_try(queued, datetime(2026, 11, 20, 9, 0)).isoformat(" ")
    '2026-11-20 10:00:00'
    """
    return failed + min(max(failed - queued, timedelta()), _LONGEST_PAUSE)
