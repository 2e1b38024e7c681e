"""The token on a poster: it opens the page of a phase until the poster is withdrawn.

It is stored nowhere. Its form, before URL-safe Base64, is ::

    version (1 byte) · phase (8) · HMAC-SHA256 of these and the number of the poster (32) · padding (1)

A new number makes all earlier posters of the phase worthless.
"""

import struct
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from hmac import compare_digest

VERSION = 1
_HEAD = struct.Struct(">Bq")
# A multiple of three bytes needs no padding characters: one spelling per token.
_PADDING = b"\0"
TOKEN_LENGTH = (_HEAD.size + 32 + len(_PADDING)) * 4 // 3


def issue(phase_id: int, number: int, sign: Callable[[bytes], bytes]) -> str:
    """Return the token of the poster with that number.

    :param sign: ``body -> 32 bytes``, a keyed signature

    >>> from hashlib import sha256
    >>> sign = lambda body: sha256(b"key" + body).digest()
    >>> token = issue(7, 1, sign)
    >>> len(token) == TOKEN_LENGTH, claimed_phase(token)
    (True, 7)
    """
    head = _HEAD.pack(VERSION, phase_id)
    return urlsafe_b64encode(head + sign(head + struct.pack(">q", number)) + _PADDING).decode()


def claimed_phase(token: str) -> int | None:
    """Return the phase that ``token`` claims to open; whether it does is for :func:`is_valid` to say.

    >>> [claimed_phase(wrong) for wrong in ("", "x" * TOKEN_LENGTH, "ไทย", "A" * 55)]
    [None, None, None, None]
    """
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = b64decode(token, altchars=b"-_", validate=True)
    except ValueError:
        return None
    version, phase_id = _HEAD.unpack_from(raw)
    return phase_id if version == VERSION else None


def is_valid(token: str, phase_id: int, number: int, sign: Callable[[bytes], bytes]) -> bool:
    """Tell whether ``token`` is that of the present poster of the phase.

    >>> from hashlib import sha256
    >>> sign = lambda body: sha256(b"key" + body).digest()
    >>> token = issue(7, 1, sign)
    >>> is_valid(token, 7, 1, sign), is_valid(token, 7, 2, sign), is_valid(token, 8, 1, sign)
    (True, False, False)
    >>> is_valid("ไทย", 7, 1, sign), is_valid(issue(7, 0, sign), 7, 0, sign)
    (False, False)
    """
    # Number zero stands for no poster at all.
    return bool(number) and token.isascii() and compare_digest(token, issue(phase_id, number, sign))
