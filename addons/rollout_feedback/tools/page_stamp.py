"""The stamp of a page of the form: proof, without a session, that it was opened not long ago."""

from collections.abc import Callable
from hmac import compare_digest

VALID_HOURS = 24


def make_stamp(token: str, hour: int, sign: Callable[[str], str]) -> str:
    """Return the stamp of the page that shows the form of ``token``.

    :param hour: hours since the epoch; no finer, as the time of an answer is nobody's business
    :param sign: ``message -> hex``, a keyed signature
    """
    return f"{hour:x}.{sign(f'{token} {hour}')}"


def is_fresh(stamp: str, token: str, hour: int, sign: Callable[[str], str]) -> bool:
    """Tell whether ``stamp`` is genuine, for this token, and at most 24 hours old.

    >>> sign = lambda message: f"<{message}>"
    >>> stamp = make_stamp("abc", 1000, sign)
    >>> [is_fresh(stamp, "abc", hour, sign) for hour in (999, 1000, 1024, 1025)]
    [False, True, True, False]
    >>> is_fresh(stamp, "other", 1000, sign)
    False
    >>> [is_fresh(wrong, "abc", 1000, sign) for wrong in ("", "x.y", "3e8", "3e8.ไทย", "-1.x")]
    [False, False, False, False, False]
    """
    issued, _dot, signature = stamp.partition(".")
    if not issued.isalnum() or not issued.isascii() or len(issued) > 12 or not signature.isascii():
        return False
    try:
        age = hour - int(issued, 16)
    except ValueError:
        return False
    genuine = sign(f"{token} {int(issued, 16)}")
    return compare_digest(signature, genuine) and 0 <= age <= VALID_HOURS
