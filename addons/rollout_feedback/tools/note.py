"""Read a note that a client sends, without the ORM and with suspicion."""

import math
from collections.abc import Collection
from typing import NamedTuple

from odoo.addons.rollout_base.tools.visitor import as_text
from odoo.addons.rollout_log.tools.typed_text import COMMENT_LIMIT, clean_text

MINUTES_LIMIT = 10000
KEY_LIMIT = 100


class NoteReading(NamedTuple):
    """``note`` is None if there is an ``error``: empty, long, choice or number."""

    note: dict | None
    error: str | None


def read_note(sent: object, kinds: Collection[str]) -> NoteReading:
    """Read a note; whatever is missing has the value that reveals least.

    >>> read_note({"text": " Slow ", "minutes": "2,5"}, ["issue"]).note["minutes"]
    2.5
    >>> read_note({"text": "Slow"}, ["issue"]).note["anonymous"]
    True
    >>> [read_note(wrong, ["issue"]).error for wrong in (None, {"text": 5}, {"text": "x" * 4001})]
    ['empty', 'empty', 'long']
    >>> read_note({"text": "x", "key": "bed185fd7f7d63cfdad24c3287fbc84a"}, []).note["key"]
    'bed185fd7f7d63cfdad24c3287fbc84a'
    >>> read_note({"text": "x", "kind": "y"}, ["issue"]).error, read_note({"text": "x", "minutes": -1}, []).error
    ('choice', 'number')
    >>> [read_note({"text": "x", "minutes": wrong}, []).error for wrong in ("nan", "1e9", [], True)]
    ['number', 'number', 'number', 'number']
    """
    sent = sent if isinstance(sent, dict) else {}
    text = clean_text(sent.get("text"))
    if not text or len(text) > COMMENT_LIMIT:
        return NoteReading(None, "long" if text else "empty")
    kind = sent.get("kind") or "issue"
    if kind != "issue" and kind not in kinds:
        return NoteReading(None, "choice")
    minutes = _read_minutes(sent.get("minutes"))
    if minutes is None:
        return NoteReading(None, "number")
    return NoteReading(
        {
            "text": text,
            "kind": kind,
            "minutes": minutes,
            "critical": sent.get("critical") is True,
            "now": sent.get("now") is True,
            "anonymous": sent.get("anonymous") is not False,
            "screen": sent.get("screen"),
            "with_record": sent.get("with_record") is True,
            # Not a text that somebody typed: it may well look like a secret.
            "key": as_text(sent.get("key"))[:KEY_LIMIT],
        },
        None,
    )


def _read_minutes(value: object) -> float | None:
    if value in (None, "", False):
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 12:
        return None
    try:
        minutes = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return minutes if math.isfinite(minutes) and 0 <= minutes <= MINUTES_LIMIT else None
