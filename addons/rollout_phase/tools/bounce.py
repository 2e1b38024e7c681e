"""Reading a mail that says that another one could not be delivered, without the ORM."""

import base64
import binascii
import contextlib
import html
import re
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32
from typing import NamedTuple

from .smtp_answer import STATUS, tells_gone

# Beside the Message-Id, which relays such as Amazon SES replace: what is written into each mail of the ledger.
ID_HEADER = "X-Rollout-Message-Id"
_ID_HEADERS = ("Message-Id", "X-Microsoft-Original-Message-ID", ID_HEADER)
_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_ORIGINALS = {
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
}
# In bounces without a report: Exim, qmail and others write the original's header into the text.
_ID_IN_TEXT = re.compile(rf"^[>\s]*(?:message-id|{ID_HEADER}):\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(r"^-{2,}.*(?:copy of|original message|forwarded message|returned message).*$", re.I | re.M)
_MACHINES = re.compile(r"\b(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_STILL_TRYING = re.compile(
    r"\bdelayed\b|\bdelay\b|still (?:be )?(?:being )?(?:re)?tr(?:y|ied)|will (?:continue|be retried|keep|try)"
    r"|not yet been delivered|no action is required|warning message only|temporar",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\bpermanent|\bundeliver|could ?n[o']t be delivered|could not be delivered|un?able to (?:be )?deliver|deliver\w* "
    r"(?:has |have )?failed|failed to deliver|wasn't able to deliver|returned to sender|has been rejected|"
    r"unzustellbar|nicht zugestellt|non remis|no se (?:ha podido|pudo) entregar",
    re.IGNORECASE,
)
# Whoever says so has given up, whatever the cause was called before: it may have been temporary.
_GIVEN_UP = re.compile(
    r"(?<!not a )\bpermanent (?:fatal )?errors?\b|\bgiv(?:en|ing) up\b|\bretry time(?:out)? (?:exceeded|expired)",
    re.IGNORECASE,
)
_TELLING = re.compile(r"\b5\d\d\b|\bretry time", re.IGNORECASE)
_LONGEST_REASON = 200
# In HTML: what nobody reads, what begins a line, and all else.
_UNSEEN = re.compile(r"<!--.*?-->|<(style|script|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_NEW_LINE = re.compile(r"<\s*/?\s*(?:br|p|div|pre|tr|td|th|li|h\d|hr|table)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


class Bounce(NamedTuple):
    """What could not be delivered: the Message-Ids under which it may be known, and the status with its words."""

    message_ids: tuple[str, ...]
    reason: str


def read_bounce(message: Message) -> Bounce | None:
    """Return what a mail says of one that could not be delivered; None if it says nothing of the kind.

    A delay is no failure, nor is a receipt, a complaint about spam, or the absence note of a person.

    :param message: a mail that Odoo's gateway takes for a bounce
    """
    parts = list(message.walk())
    report = next((part for part in parts if part.get_content_type() in _REPORTS), None)
    texts = [_read_text(part) for part in parts if part.get_content_type() in ("text/plain", "text/html")]
    if report is not None:
        reason = _find_failure(_read_blocks(report))
    elif message.get_content_type() == "multipart/report" and message.get_param("report-type") in (
        "disposition-notification",
        "feedback-report",
    ):
        reason = None
    else:
        reason = _find_failure_in_text(message, "\n".join(texts))
    if not reason:
        return None
    ids = [id_ for part in parts if part.get_content_type() in _ORIGINALS for id_ in _read_ids(part)]
    if report is None:
        ids += _ID_IN_TEXT.findall("\n".join(texts))
    for name in ("In-Reply-To", "References"):
        ids += re.findall(r"<[^<>\s]+>", _read_header(message, name))
    return Bounce(tuple(dict.fromkeys(ids)), reason)


def _find_failure(blocks) -> str | None:
    """Return status and words of the first recipient whom the mail has failed to reach (RFC 3464)."""
    for block in blocks:
        action = _read_header(block, "Action").partition("(")[0].strip().lower()
        status = STATUS.search(_read_header(block, "Status"))
        if action == "failed" or (not action and status and status[1].startswith("5.")):
            _kind, _semicolon, words = _read_header(block, "Diagnostic-Code").rpartition("smtp;")
            words = " ".join((words or _read_header(block, "Diagnostic-Code")).split())
            if status and status[1] not in words:
                words = f"{status[1]} {words}"
            return words.strip()[:_LONGEST_REASON] or action
    return None


def _find_failure_in_text(message, text: str) -> str | None:
    """Return the words of a bounce that brings no report, as qmail, Exim and old gateways write them."""
    sender = " ".join(_read_header(message, name) for name in ("From", "Sender"))
    if not (_MACHINES.search(sender) or message["X-Failed-Recipients"]):
        return None
    words = _COPY.split(text)[0]
    # Only what has failed for good is headed so.
    is_over = _GIVEN_UP.search(words) or (message["X-Failed-Recipients"] and _FAILED.search(words))
    if not is_over and _STILL_TRYING.search(f"{_read_header(message, 'Subject')}\n{words}"):
        return None
    status = STATUS.search(words)
    if not (is_over or _FAILED.search(words) or (status and status[1].startswith("5.")) or tells_gone("", words)):
        return None
    lines = [" ".join(line.split()) for line in words.splitlines()]
    telling = [line for line in lines if STATUS.search(line) or _TELLING.search(line) or tells_gone("", line)]
    return (telling or [line for line in lines if _FAILED.search(line)] or lines)[0][:_LONGEST_REASON]


def _read_header(part, name: str) -> str:
    try:
        return str(make_header(decode_header(str(part[name] or ""))))
    except (ValueError, LookupError, UnicodeError):
        return str(part[name] or "")


def _read_text(part) -> str:
    payload = part.get_payload(decode=True) or b""
    try:
        text = payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = payload.decode("utf-8", "replace")
    if part.get_content_subtype() != "html":
        return text
    return html.unescape(_TAG.sub(" ", _NEW_LINE.sub("\n", _UNSEEN.sub("", text))))


def _read_source(part) -> str:
    """Return what is in a part, which Python may have taken for one or several messages, as text."""
    if part.get_content_maintype() == "text":
        return _read_text(part)
    inner = part.get_payload()
    source = (
        "\n\n".join(one.as_bytes(policy=compat32).decode("utf-8", "replace") for one in inner)
        if isinstance(inner, list)
        else str(inner)
    )
    if str(part["Content-Transfer-Encoding"] or "").strip().lower() == "base64":
        # Some say so of a part that isn't encoded.
        with contextlib.suppress(binascii.Error, ValueError):
            return base64.b64decode("".join(source.split()), validate=True).decode("utf-8", "replace")
    return source


def _read_blocks(report) -> list[Message]:
    blocks = re.split(r"\n\s*\n", _read_source(report).replace("\r\n", "\n").strip())
    return [HeaderParser(policy=compat32).parsestr(block.strip()) for block in blocks if block.strip()]


def _read_ids(original) -> list[str]:
    header = HeaderParser(policy=compat32).parsestr(_read_source(original).replace("\r\n", "\n").lstrip())
    # Python folds long ones in the middle.
    return [id_ for name in _ID_HEADERS if (id_ := re.sub(r"\s", "", _read_header(header, name)))]
