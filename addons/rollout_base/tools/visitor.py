"""What somebody without a login sends."""


def as_text(value: object) -> str:
    """Return what was sent as text, and nothing of a file, which can be sent under any name.

    >>> as_text("th"), as_text(None), as_text(b"th")
    ('th', '', '')
    """
    return value if isinstance(value, str) else ""
