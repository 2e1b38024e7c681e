"""Take the signature from under what somebody wrote: their own, and that of their phone or company."""

import re

from .mail_fold import fold
from .mail_traces import Traces
from .mail_words import CLOSING, DISCLAIMER, POSTSCRIPT, WARNING, is_sent_from

_DELIMITER = re.compile(r"\s*(?:-- ?|—|––|__)\s*$")
_CONTACT = re.compile(
    r"\b(?:tel|telefon|telephone|phone|mobile?|mob|cell|fax|direct|office|ext|handy|tél|port|móvil|puh|тел|моб|โทร|"
    r"มือถือ|แฟกซ์|電話|携帯|电话|手机|전화|line(?: ?id)?|"
    r"e-?mail|mail|skype|whatsapp|wechat|linkedin|web)\s?[.:：]|(?<!\w)\+?\(?\d[\d ().\-/]{7,}\d|[^\s@]@[^\s@]|…|"
    r"\bwww\.|https?:|\b[tmef] ?[:.] ?[+(\d]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?。！？…]['\")]?\s*$")
# A signature has no more lines, and no longer ones.
_LINES = 12
_LENGTH = 110


def strip_signature(lines: list[str], traces: Traces) -> list[str]:
    """Return what was written, without what stands under each of somebody's mails.

    >>> traces = Traces(["Ploy Kantha"], companies=["Narwa Trading"])
    >>> def strip(text):
    ...     return "|".join(strip_signature(text.split("|"), traces))
    >>> strip("Slow.||Best regards,|Ploy Kantha|Accountant|Tel. +66 81 234 5678"), strip("Slow|-- |Anything")
    ('Slow.', 'Slow')
    >>> strip("Slow.||Sent from my iPhone"), strip("Sent from my desk|it arrives late"), strip("Thanks, Ploy")
    ('Slow.', 'Sent from my desk|it arrives late', '')
    >>> strip("Slow.|*Ploy Kantha* | Accountant | Narwa Trading"), strip("Ploy Kantha|Accountant|Tel. 02 123 4567")
    ('Slow.', '')
    >>> strip("Slow.|Ploy|PS: The printer, too."), strip("The customer is waiting.|Thanks")
    ('Slow.|PS: The printer, too.', 'The customer is waiting.|Thanks')
    """
    lines = _drop_sent_from(_cut_delimiter(lines))
    lines = _drop_disclaimers(lines)
    lines = _drop_names(lines, traces)
    lines = _drop_contacts(lines, traces)
    return _trim(lines)


def _trim(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip(" \t-–—_*"):
        end -= 1
    return lines[:end]


def _cut_delimiter(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if (
            _DELIMITER.match(line)
            and at + 1 < len(lines)
            and sum(bool(each.strip()) for each in lines[at + 1 :]) <= 2 * _LINES
        ):
            return lines[:at]
    return lines


def _drop_sent_from(lines: list[str]) -> list[str]:
    return [line for line in lines if not is_sent_from(line)]


def _drop_disclaimers(lines: list[str]) -> list[str]:
    """Drop long paragraphs at either end that lawyers and virus scanners put there."""
    start, end = 0, len(lines)
    paragraphs = _find_paragraphs(lines)
    while paragraphs and _is_disclaimer(lines, *paragraphs[-1]):
        end = paragraphs.pop()[0]
    while paragraphs and _is_disclaimer(lines, *paragraphs[0]):
        start = paragraphs.pop(0)[1]
    return lines[start:end]


def _is_disclaimer(lines: list[str], start: int, end: int) -> bool:
    text = " ".join(lines[start:end])
    low = fold(text)
    hits = set(DISCLAIMER.findall(low))
    return len(hits) >= 2 or bool(hits and (len(text) >= 80 or WARNING.match(low)))


def _find_paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    paragraphs, start = [], None
    for at, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = at
        elif not line.strip() and start is not None:
            paragraphs.append((start, at))
            start = None
    return paragraphs


def _drop_names(lines: list[str], traces: Traces) -> list[str]:
    """Drop the sender's name where it stands alone, the greeting above it and the particulars under it."""
    kept, at = [], 0
    while at < len(lines):
        line = lines[at]
        if not _is_signed(line, traces):
            kept.append(line)
            at += 1
            continue
        while kept and (not kept[-1].strip() or _is_closing(kept[-1])):
            kept.pop()
        at += 1
        # With nothing above it the name may begin a text, unless all the rest is a signature.
        rest = [each for each in lines[at:] if each.strip()]
        is_signature = bool(kept) or (
            any(map(_CONTACT.search, rest)) and all(_is_particular(each, traces) for each in rest)
        )
        count = 0
        while is_signature and at < len(lines) and count < _LINES and _is_particular(lines[at], traces):
            count += bool(lines[at].strip())
            at += 1
    return kept


def _is_signed(line: str, traces: Traces) -> bool:
    """Tell whether a line is a name, or a greeting and a name."""
    if not line.strip() or len(line) > _LENGTH:
        return False
    if traces.is_name(line):
        return True
    name, *particulars = re.split(r"\s*[|·•,/–—]\s*|\s+-\s+|\s{3,}", line.strip(" *_"))
    if particulars and traces.is_name(name) and all(len(each.split()) <= 5 for each in particulars):
        return any(_CONTACT.search(each) or traces.is_about_us(each) or traces.is_other(each) for each in particulars)
    greeting, comma, name = re.sub(r"[,،，、:!]+", ",", line, count=1).partition(",")
    if comma and traces.is_name(name):
        return _is_closing(greeting)
    words = line.split()
    return any(
        _is_closing(" ".join(words[:count])) and traces.is_name(" ".join(words[count:]))
        for count in range(1, min(len(words), 5))
    )


def _is_closing(line: str) -> bool:
    return bool(line.strip()) and len(line) <= 60 and bool(CLOSING.fullmatch(fold(line)))


def _is_particular(line: str, traces: Traces) -> bool:
    """Tell whether a line under a name may belong to the signature: a post, a number, an address."""
    if not line.strip():
        return True
    if POSTSCRIPT.match(fold(line)) or len(line) > _LENGTH:
        return False
    if _CONTACT.search(line) or traces.is_about_us(line) or traces.is_about_sender(line) or _is_closing(line):
        return True
    return not _SENTENCE_END.search(line) and len(line.split()) <= 7


def _drop_contacts(lines: list[str], traces: Traces) -> list[str]:
    """Drop a last paragraph that is a signature without the name."""
    paragraphs = _find_paragraphs(lines)
    if len(paragraphs) < 2:
        return lines
    start, end = paragraphs[-1]
    block = lines[start:end]
    contacts = sum(bool(_CONTACT.search(line) or traces.is_about_us(line)) for line in block)
    if 2 <= len(block) <= _LINES and contacts >= 2 and all(_is_particular(line, traces) for line in block):
        return lines[:start]
    return lines
