"""Long texts where there is little room."""

import unicodedata

ELLIPSIS = "…"


def excerpt(text: str | None, limit: int) -> str:
    """Return ``text`` on one line, in at most ``limit`` characters; what is left out shows as an ellipsis.

    It is cut between words where the language has spaces, and never between a letter and its marks.

    >>> excerpt("Two\\n  lines", 20)
    'Two lines'
    >>> excerpt("The till was counted twice", 20)
    'The till was…'
    >>> excerpt("ก่อนเริ่มใช้งาน", 8)
    'ก่อนเ…'
    >>> excerpt(None, 5)
    ''
    """
    text = " ".join((text or "").split())
    if len(text) <= limit:
        return text
    end = limit - len(ELLIPSIS)
    while end and unicodedata.category(text[end]).startswith("M"):
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    if space > end // 2:
        end = space
    return text[:end].rstrip(" ,;:.") + ELLIPSIS
