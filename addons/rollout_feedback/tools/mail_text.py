"""What somebody wrote in a mail, without what came along with it."""

import re

from .answer import COMMENT_LIMIT, clean_text

# Personal links of the weekly form, which a quoted invitation holds, must not end up in a log.
_LINK = re.compile(r"\S*/rollout/(?:feedback|kiosk)/\S*")
_QUOTE_STARTS = re.compile(
    r"^(?:>|-{2,} ?(?:original message|forwarded message|ข้อความต้นฉบับ)|_{10,}$|(?:on|เมื่อ) .{5,200}(?:wrote|เขียนว่า) ?:$)",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|fw|fwd|wg|ตอบ)\s*:\s*)+", re.IGNORECASE)
_SPENT_LINE = re.compile(r"^-- ?$")


def clean(text: str) -> str:
    """Return a mail's own words: nothing quoted, no signature, no personal link.

    >>> clean("It is slow.\\n\\nOn Thursday, Our Company wrote:\\n> How did it go?")
    'It is slow.'
    >>> clean("Too many clicks\\n-- \\nMali Suk\\nTel. 02 123")
    'Too many clicks'
    >>> clean("See https://odoo.example.com/rollout/feedback/AbC?lang=en_US here")
    'See … here'
    >>> len(clean("x" * 9000)) == COMMENT_LIMIT
    True
    """
    kept = []
    for line in clean_text(text).split("\n"):
        if _SPENT_LINE.match(line) or _QUOTE_STARTS.match(line.strip()):
            break
        kept.append(_LINK.sub("…", line).rstrip())
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return joined if len(joined) <= COMMENT_LIMIT else joined[: COMMENT_LIMIT - 1] + "…"


def own_subject(subject: str, is_reply: bool) -> str:
    """Return a subject, or nothing where it is that of the mail which was answered.

    >>> own_subject("Printing fails", False), own_subject("Re: Weekly form", False), own_subject("x", True)
    ('Printing fails', '', '')
    """
    subject = " ".join(clean_text(subject).split())
    return "" if is_reply or _REPLY.match(subject) else subject[:200]


def is_automatic(headers: dict[str, str]) -> bool:
    """Tell whether a machine wrote the mail: an absence note, a list, a daemon.

    :param headers: by name in small letters

    >>> is_automatic({"auto-submitted": "auto-replied"}), is_automatic({"precedence": "bulk"})
    (True, True)
    >>> is_automatic({"auto-submitted": "no"}), is_automatic({"subject": "Hello"})
    (False, False)
    """
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return (
        submitted != "no"
        or headers.get("precedence", "").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(name in headers for name in ("x-autoreply", "x-autorespond", "list-id"))
    )
