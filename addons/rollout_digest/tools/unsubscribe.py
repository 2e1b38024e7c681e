"""The link with which a reader ends a digest: whose it is, and a signature; without the ORM."""

import re
from collections.abc import Callable
from hmac import compare_digest
from typing import NamedTuple

# Short letters, since a long line of a header is folded.
_LETTERS = {"res.users": "u", "hr.employee": "e"}
_MODELS = {letter: model for model, letter in _LETTERS.items()}
_TOKEN = re.compile(r"([1-9][0-9]{0,9})([eu])([1-9][0-9]{0,9})-([0-9a-f]{32})", re.ASCII)
# Beyond it no database has an id.
_LARGEST_ID = 2**31 - 1
_SIGNATURE_LENGTH = 32


class Claim(NamedTuple):
    """Who asks to be left alone, and by which program."""

    program_id: int
    model: str
    id: int


def make_token(claim: Claim, sign: Callable[[str], str]) -> str:
    """Return the last part of a reader's link.

    :param sign: ``text -> hexadecimal digits``, which only the server can make

    >>> make_token(Claim(7, "hr.employee", 12), lambda text: "0123456789abcdef" * 4)
    '7e12-0123456789abcdef0123456789abcdef'
    """
    text = f"{claim.program_id}{_LETTERS[claim.model]}{claim.id}"
    return f"{text}-{sign(text)[:_SIGNATURE_LENGTH]}"


def read_token(token: str, sign: Callable[[str], str]) -> Claim | None:
    """Return what a link says, or None where it isn't one that :func:`make_token` made.

    >>> sign = lambda text: "0123456789abcdef" * 4
    >>> read_token("7e12-0123456789abcdef0123456789abcdef", sign)
    Claim(program_id=7, model='hr.employee', id=12)
    >>> [read_token(wrong, sign) for wrong in ("", "7e12-", "7e12-" + "f" * 32, "9999999999e1-" + "0" * 32, "๗e1-x")]
    [None, None, None, None, None]
    """
    found = _TOKEN.fullmatch(token)
    if not found:
        return None
    program_id, letter, res_id, signature = found.groups()
    if max(int(program_id), int(res_id)) > _LARGEST_ID:
        return None
    if not compare_digest(signature, sign(f"{program_id}{letter}{res_id}")[:_SIGNATURE_LENGTH]):
        return None
    return Claim(int(program_id), _MODELS[letter], int(res_id))
