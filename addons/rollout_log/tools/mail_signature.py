"""Take the signature from under what somebody wrote: their own, and that of their phone or company."""

import re

from .mail_fold import fold, is_unspaced
from .mail_traces import Traces
from .mail_words import (
    ADVERT,
    CLOSING,
    MAIL_ITSELF,
    OUTSIDE,
    PARTICLES,
    POSTSCRIPT,
    REGISTERED,
    RESTRICTED,
    SECRET,
    SENDER,
    SIGNED_FOR,
    THAI_TITLES,
    THANKS,
    TITLES,
    WARNING,
    is_sent_from,
)

_DELIMITER = re.compile(r"\s*(?:-- ?|—|––|__)\s*$")
_CONTACT = re.compile(
    r"\b(?:tel|telefon|telephone|phone|mobile?|mob|cell|fax|direct|office|ext|handy|tél|port|móvil|puh|тел|моб|โทร|"
    r"มือถือ|แฟกซ์|電話|携帯|电话|手机|전화|line(?: ?id)?|"
    r"e-?mail|mail|skype|whatsapp|wechat|linkedin|web)\s?[.:：]|(?<!\w)\+?\(?\d[\d ().\-/]{7,}\d|[^\s@]@[^\s@]|…|"
    r"\bwww\.|https?:|\b[tmef] ?[:.] ?[+(\d]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\b[Ll]td)(?<!\b[Ii]nc)(?<!\b[Cc]o)(?<!\bCorp)(?<!\bLLC)[.!?。！？…]['\")]?\s*$")
_LIST_ITEM = re.compile(r"\s*(?:[-*•·+–—]\s|\d+[.)]|[a-z]\)\s)")
# A signature has no more lines, and no longer ones.
_LINES = 12
_LENGTH = 110


def strip_signature(lines: list[str], traces: Traces, is_only: bool = True) -> list[str]:
    """Return what was written, without what stands under each of somebody's mails.

    :param is_only: nothing else of the mail is left

    >>> traces = Traces(["Ploy Kantha"], companies=["Narwa Trading"])
    >>> def strip(text, **values):
    ...     return "|".join(strip_signature(text.split("|"), traces, **values))
    >>> strip("Slow.||Best regards,|Ploy Kantha|Accountant|Tel. +66 81 234 5678"), strip("Slow|-- |Anything")
    ('Slow.', 'Slow')
    >>> strip("Slow.||Sent from my iPhone"), strip("Sent from my desk|it arrives late"), strip("Thanks, Ploy")
    ('Slow.', 'Sent from my desk|it arrives late', '')
    >>> strip("Slow.|*Ploy Kantha* | Accountant | Narwa Trading"), strip("Ploy Kantha|Accountant|Tel. 02 123 4567")
    ('Slow.', '')
    >>> strip("Slow.|Ploy|PS: The printer, too."), strip("The customer is waiting.|Thanks")
    ('Slow.|PS: The printer, too.', 'The customer is waiting.|Thanks')

    Somebody's name that isn't known, under a closing:

    >>> strip("Slow.||Kind regards,|Nok K.|Warehouse Supervisor, Branch 2"), strip("Slow.||Thanks|the till is slow")
    ('Slow.', 'Slow.||Thanks|the till is slow')

    A disclaimer is never all that somebody wrote:

    >>> strip("This e-mail is confidential. If you are not the intended recipient, delete it.")
    'This e-mail is confidential. If you are not the intended recipient, delete it.'
    >>> strip("This e-mail is confidential. If you are not the intended recipient, delete it.", is_only=False)
    ''
    """
    lines = _cut_delimiter(lines)
    # One may stand under the other.
    for _round in range(3):
        before = lines
        lines = _drop_sent_from(lines)
        lines = _drop_disclaimers(lines, traces, is_only)
        lines = _drop_names(lines, traces)
        lines = _drop_closing(lines, traces)
        lines = _trim(_drop_contacts(lines, traces))
        if lines == before:
            break
    return lines


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
    """Drop what a phone writes at the end; within a text such words are somebody's own."""
    lines = _trim(lines)
    while lines and is_sent_from(lines[-1]):
        lines = _trim(lines[:-1])
    return lines


def _drop_disclaimers(lines: list[str], traces: Traces, is_only: bool) -> list[str]:
    """Drop paragraphs at either end that lawyers, virus scanners and the company's server put there."""
    start, end = 0, len(lines)
    paragraphs = _find_paragraphs(lines)
    while len(paragraphs) > is_only and _is_disclaimer(lines[slice(*paragraphs[-1])], traces):
        end = paragraphs.pop()[0]
    while len(paragraphs) > is_only and _is_disclaimer(lines[slice(*paragraphs[0])], traces):
        start = paragraphs.pop(0)[1]
    return lines[start:end]


def _is_disclaimer(lines: list[str], traces: Traces) -> bool:
    """Tell whether a paragraph speaks of the mail in which it stands, as nobody does in their own words.

    >>> def tell(text):
    ...     return _is_disclaimer([text], Traces(companies=["Narwa Trading"]))
    >>> tell("We can't see the confidential prices in the new system any more, and the whole shop stands still.")
    False
    >>> tell("The order was intended for the other shop, and the system has no way to move it to where it belongs.")
    False
    >>> tell("This e-mail is confidential. If you are not the intended recipient, please delete it and tell us.")
    True
    >>> tell("Caution: this e-mail originated outside our organization"), tell("Caution: it fails outside")
    (True, False)
    >>> tell("Please consider the environment before printing this e-mail."), tell("The environment prints slowly")
    (True, False)
    >>> tell("Narwa Trading, 99 Rama IV Road, Bangkok 10110"), tell("Narwa Trading has 5 shops on this road")
    (True, False)
    """
    text = " ".join(lines)
    low = fold(text)
    if len(low) <= 250 and ADVERT.fullmatch(low) or _is_imprint(lines, traces):
        return True
    is_outside = bool(OUTSIDE.search(low))
    if not MAIL_ITSELF.search(low):
        return is_outside and bool(WARNING.match(low) and SENDER.search(low))
    reasons = len(set(SECRET.findall(low))) + len(set(RESTRICTED.findall(low)))
    return (
        reasons >= 2
        # Whoever tells what a mail says puts it into quotation marks.
        or (reasons and bool(SECRET.search(low)) and len(text) >= 60 and not re.search('["“„«「]', text))
        or (is_outside and bool(WARNING.match(low) or re.search("originat", low)))
        or (reasons and bool(WARNING.match(low)))
    )


def _is_imprint(lines: list[str], traces: Traces) -> bool:
    """Tell whether a last paragraph is our company's name and place."""
    text = " ".join(lines)
    return (
        len(lines) <= 4
        and len(text.split()) <= 30
        and traces.begins_with_company(lines[0])
        and bool(REGISTERED.search(fold(text)) and re.search(r"\d", text))
        and not re.search(r"[.!?]\s+[a-zà-ÿ]", text)
    )


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
        rest = [each for each in lines[at : at + 4 * _LINES] if each.strip()]
        is_signature = bool(kept) or (
            len(lines) - at < 4 * _LINES
            and any(map(_CONTACT.search, rest))
            and all(_is_particular(each, traces) for each in rest)
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


def _drop_closing(lines: list[str], traces: Traces) -> list[str]:
    """Drop a closing, a name that isn't known and what is under it, where nothing else follows."""
    for at in range(max(0, len(lines) - 4 * _LINES), len(lines)):
        line = lines[at]
        greeting, comma, name = line.partition(",")
        if _is_closing(line):
            below = at + 1
            while below < len(lines) and (not lines[below].strip() or _is_closing(lines[below])):
                below += 1
            closings, rest = lines[at:below], lines[below:]
        elif comma and _is_closing(greeting):
            closings, rest = [greeting], [name, *lines[at + 1 :]]
        else:
            continue
        if _is_signature(closings, rest, traces, any(each.strip() for each in lines[:at])):
            return lines[:at]
    return lines


def _is_signature(closings: list[str], rest: list[str], traces: Traces, has_words: bool) -> bool:
    """Tell whether all that follows the closings is a signature that begins with a name.

    :param has_words: something stands above
    """
    paragraphs = [rest[slice(*each)] for each in _find_paragraphs(rest)]
    rest = [line for line in rest if line.strip()]
    if not rest or len(rest) > _LINES or not all(_is_particular(line, traces) for line in rest[1:]):
        return False
    # What is parted from the name must show that it belongs to a signature.
    if not all(any(_CONTACT.search(line) or traces.is_about_us(line) for line in each) for each in paragraphs[1:]):
        return False
    has_contact = any(map(_CONTACT.search, rest[1:]))
    closings = [line.strip() for line in closings if line.strip()]
    is_thanks = all(THANKS.match(fold(line)) for line in closings) and not closings[-1].endswith((",", "，"))
    return (has_words or has_contact or not is_thanks) and _may_be_name(rest[0], is_thanks, has_contact)


def _may_be_name(line: str, is_thanks: bool, has_contact: bool) -> bool:
    """Tell whether a line under a closing may be a name: at most three words, with capitals where the script has them.

    >>> [_may_be_name(line, True, False) for line in ("Nok K.", "PK", "- Nok", "The printer", "พลอย", "เครื่องพิมพ์เสีย")]
    [True, True, False, False, True, False]
    """
    if _LIST_ITEM.match(line) or POSTSCRIPT.match(fold(line)) or re.search(r"[\d!?:;@]|\w{2}\.\s*$", line):
        return False
    words = [word for word in re.split(r"[\s,/]+", line.strip(" \t*_()[]~–—-\"'")) if word]
    names = [
        THAI_TITLES.sub("", word)
        for word in words
        if fold(word).strip(".") not in TITLES | PARTICLES | SIGNED_FOR or len(words) == 1
    ]
    if not names or len(names) > 3:
        return False
    if any(map(is_unspaced, names)):
        # A sentence has no spaces either; under mere thanks it may be one.
        is_ideographic = any(re.search(r"[\u3040-\u9fff\uac00-\ud7af]", name) for name in names)
        limit = 20 if not is_thanks or line.strip().startswith("(") else 3 if is_ideographic else 10
        return all(len(name) <= limit for name in names)
    if not any(name[0].isupper() for name in names):
        # All in small letters, or in a script that has no others.
        return len(names) == 1 and has_contact or names[0].upper() == names[0].lower()
    return all(name[0].isupper() for name in names) and fold(names[0]) != "the"


def _drop_contacts(lines: list[str], traces: Traces) -> list[str]:
    """Drop a last paragraph that is a signature without the name."""
    paragraphs = _find_paragraphs(lines)
    if len(paragraphs) < 2:
        return lines
    start, end = paragraphs[-1]
    block = lines[start:end]
    contacts = sum(bool(_CONTACT.search(line)) for line in block)
    is_signed = contacts >= 2 or (contacts and (_may_be_name(block[0], True, True) or traces.is_company(block[0])))
    if 2 <= len(block) <= _LINES and is_signed and all(_is_particular(line, traces) for line in block):
        return lines[:start]
    return lines
