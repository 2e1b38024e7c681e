"""The secret link by which somebody unknown reads what became of their answer, and writes back.

The secret stands in no relation to the token that opened the form, and is stored nowhere: the answer
keeps its SHA-256 digest alone (``link_token.digest``).
"""

from base64 import urlsafe_b64encode

from odoo.addons.rollout_log.tools.typed_text import COMMENT_LIMIT, clean_text

from .answer import KEPT_LIMIT

# Replies of one link that the team hasn't got yet. More wait for the next day.
WAITING_LIMIT = 5
REPLY_LIMIT = COMMENT_LIMIT


def make_reply_secret(bits: bytes) -> str:
    """Return 256 bits for an address.

    :param bits: made of the page's own random key and of what was sent: a page that is sent twice is answered with
        the same link. Whoever has the database doesn't have that key

    >>> make_reply_secret(bytes(range(32)))
    'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
    """
    return urlsafe_b64encode(bits).decode().rstrip("=")


def read_reply(value: object) -> tuple[str, str | None]:
    """Return what was written, and why it can't be taken (``blank``, ``long``), if so.

    >>> read_reply(" Yes, on Monday ")
    ('Yes, on Monday', None)
    >>> read_reply(b"a file")
    ('', 'blank')
    >>> read_reply("x" * 4001)[1]
    'long'
    """
    text = clean_text(value)
    error = "blank" if not text else "long" if len(text) > REPLY_LIMIT else None
    return text[:KEPT_LIMIT], error
