"""The stamp of a page of the form: proof, without a session, that it was opened not long ago, and its key.

The key is random and another for each page: a page that is sent twice is known by it. It is kept nowhere.
"""

import secrets
from collections.abc import Callable
from hmac import compare_digest

VALID_HOURS = 24
KEY_BYTES = 32


def make_stamp(token: str, hour: int, sign: Callable[[str], str]) -> str:
    """Return the stamp of the page that shows the form of ``token``.

    :param hour: hours since the epoch; no finer, as the time of an answer is nobody's business
    :param sign: ``message -> hex``, a keyed signature

    >>> sign = lambda message: f"<{message}>"
    >>> make_stamp("abc", 1000, sign) == make_stamp("abc", 1000, sign)
    False
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    return f"{hour:x}.{key}.{sign(f'{token} {hour} {key}')}"


def read_key(stamp: str) -> str:
    """Return the key of a page's stamp, genuine or not.

    >>> read_key("3e8.random.signature"), read_key("x")
    ('random', '')
    """
    return stamp.partition(".")[2].partition(".")[0]


def is_fresh(stamp: str, token: str, hour: int, sign: Callable[[str], str]) -> bool:
    """Tell whether ``stamp`` is genuine, for this token, and at most 24 hours old.

    >>> sign = lambda message: f"<{message}>"
    >>> stamp = make_stamp("abc", 1000, sign)
    >>> [is_fresh(stamp, "abc", hour, sign) for hour in (999, 1000, 1024, 1025)]
    [False, True, True, False]
    >>> is_fresh(stamp, "other", 1000, sign)
    False
    >>> [is_fresh(wrong, "abc", 1000, sign) for wrong in ("", "x.y.z", "3e8", "3e8.k.ไทย", "3e8.ไทย.x", "-1.k.x")]
    [False, False, False, False, False, False]
    """
    issued, _dot, rest = stamp.partition(".")
    key, _dot, signature = rest.partition(".")
    if not issued.isalnum() or not stamp.isascii() or len(issued) > 12:
        return False
    try:
        age = hour - int(issued, 16)
    except ValueError:
        return False
    genuine = sign(f"{token} {int(issued, 16)} {key}")
    return compare_digest(signature, genuine) and 0 <= age <= VALID_HOURS
