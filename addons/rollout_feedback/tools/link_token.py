"""The personal link's token: unguessable, unforgeable, and silent about the person.

A token says for which wave and department it was issued. It names no employee and is stored
nowhere when it is issued: its own signature proves it. Its form, before URL-safe Base64, is ::

    version (1 byte) · wave (8) · department (8) · random (32) · HMAC-SHA256 of all that (32)
"""

import hashlib
import secrets
import struct
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from hmac import compare_digest
from typing import NamedTuple

VERSION = 1
RANDOM_BYTES = 32
SIGNATURE_BYTES = 32
_HEAD = struct.Struct(">Bqq")
_BODY_BYTES = _HEAD.size + RANDOM_BYTES
# All parts together are a multiple of three bytes: no padding, one spelling per token.
TOKEN_LENGTH = (_BODY_BYTES + SIGNATURE_BYTES) * 4 // 3


class Claim(NamedTuple):
    """What a genuine token says."""

    wave_id: int
    department_id: int


def issue(wave_id: int, department_id: int, sign: Callable[[bytes], bytes]) -> str:
    """Return a new token of 256 random bits.

    :param sign: ``body -> 32 bytes``, a keyed signature

    >>> sign = lambda body: hashlib.sha256(b"key" + body).digest()
    >>> token = issue(7, 3, sign)
    >>> len(token) == TOKEN_LENGTH
    True
    >>> read(token, sign)
    Claim(wave_id=7, department_id=3)
    >>> issue(7, 3, sign) == token
    False
    """
    body = _HEAD.pack(VERSION, wave_id, department_id) + secrets.token_bytes(RANDOM_BYTES)
    return urlsafe_b64encode(body + sign(body)).decode()


def read(token: str, sign: Callable[[bytes], bytes]) -> Claim | None:
    """Return what ``token`` says, or None if it isn't genuine.

    >>> sign = lambda body: hashlib.sha256(b"key" + body).digest()
    >>> token = issue(7, 3, sign)
    >>> read(token, lambda body: hashlib.sha256(b"another key" + body).digest()) is None
    True
    >>> [read(wrong, sign) for wrong in ("", "x" * TOKEN_LENGTH, token + "A", "ไทย", token[:-1])]
    [None, None, None, None, None]
    """
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = b64decode(token, altchars=b"-_", validate=True)
    except ValueError:
        return None
    body, signature = raw[:_BODY_BYTES], raw[_BODY_BYTES:]
    if not compare_digest(signature, sign(body)):
        return None
    version, wave_id, department_id = _HEAD.unpack_from(body)
    return Claim(wave_id, department_id) if version == VERSION else None


def digest(token: str) -> str:
    """Return the SHA-256 digest (hex) by which a spent token is remembered.

    >>> digest("abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(token.encode()).hexdigest()
