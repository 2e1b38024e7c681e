"""Part what somebody wrote in a mail from the mail that they answer.

Mail programs mark a quotation in three ways: by a structure (a ``blockquote``, or ``>`` before each line), by a
sentence before it ("On Monday, … wrote:"), or by the head of the old mail ("From: … Sent: …"). Behind the last two
nothing says where the quotation ends. Words below it or within it are kept where the quoted mail is one of ours,
since then we know all that isn't theirs; of anybody else's mail nothing is kept.
"""

import re
from collections.abc import Iterator

from .mail_fold import fold
from .mail_html import Line
from .mail_traces import PIECE, Traces
from .mail_words import LABEL_LENGTH, ROLES, SEPARATOR, WROTE

# Marks of direction, width and hyphenation that nobody sees; those that join letters or emoji stay.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_QUOTED = re.compile(r"\s*(?:>|&gt;|＞|\|\s?>)+")
# May be a quotation, or what somebody writes: "CRM> Pipeline" is a menu, "> 50 lines" a number.
_MAYBE_QUOTED = re.compile(r"\s*(?:[A-Z]{1,3}>(?:\s|$)|>\s?=?\s?\d)")
_HEADING = re.compile(rf"[\s*_|>•-]*([^:：\n]{{1,{LABEL_LENGTH}}}?)\s*[*_]{{0,2}}\s?[:：]\s*(.*)$")
# A label at the right of a line, and its value below: so did the oldest Lotus Notes.
_COLUMN = re.compile(r"(?:^|.*\S)\s{8,}(\S.{0,30})$")
_BETWEEN = re.compile(r"[\s\-–—_=*#.]*")
_RULE = re.compile(r"\s*[-–—_=*~]{5,}\s*$")
_DASHED = re.compile(r"\s*[-–—_=*]{2,}\s?[^\W_][^\n]{2,200}?\s?[-–—_=*]{2,}\s*$")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_TIME = re.compile(r"\d{1,2}\s?[:.hH時시点點]\s?\d{2}|\d\s?(?:am|pm|uhr|時|时|點|点|시)\b", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}")
# The first words with which mail programs begin "On Monday, … wrote:".
_INLINE_ATTRIBUTION = re.compile(
    r"(?<!\S)(?:On|Am|Le|El|Il|Em|Op|Den|Dnia|Dne|W dniu|Vào|Pada|Kal|ใน|เมื่อ|В|У|Στις|Pe)\s[^\n]{8,240}?"
    r"(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|napsal|napisał(?:\(a\))?|viết|menulis|เขียนว่า|"
    r"написал|написав)"
    r"(?: [^\n:]{3,120}?)?\s?:(?=\s|$)"
)
# Who tells something themselves is quoted by no program.
_FIRST_PERSON = re.compile(
    r"\b(?:we|ich|wir|je|nous|ik|wij|yo|nosotros|eu|jag)\b|\bj'|"
    r"\bi (?=(?:\w+ ){0,2}(?:wrote|had|have|got|sent|called|asked)\b)|ฉัน|ผม|เรา|我|私"
)
_SENTENCE_END = re.compile(r"[.!?。！？]['\")]?$")
_REFERENCE = re.compile(r"\s*\[\d+\](?=\s|$)")
_INLINE_LABEL = re.compile(r"(?<!\S)([^\s:：]{1,24})\s?[:：](?=\s)")
_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]")
_ATTRIBUTION_LINES = 4
_ATTRIBUTION_LENGTH = 420
_HEAD_LINES = 16


def tidy(lines: list[Line]) -> list[Line]:
    """Return lines without invisible marks, their quotation marks read, and broken where a quotation begins.

    >>> tidy([Line("\\u200e> It\\u200bself\\xa0")])
    [Line(text='> Itself', quoted=True, region=0, paragraph=False)]

    What may be somebody's own is a quotation in two lines at least:

    >>> def read(text, paragraph=False):
    ...     return [line.quoted for line in tidy([Line(line, paragraph=paragraph) for line in text.split("|")])]
    >>> read("CRM>Pipeline|PK> a|b"), read("PK> a|PK> b|c"), read("> 50 lines", True), read("> a|> b|c", True)
    ([False, False, False], [True, True, False], [False], [True, True, False])
    >>> [line.text for line in tidy([Line("Slow. From: Narwa Sent: Thursday To: Ploy Subject: How did it go")])]
    ['Slow.', 'From: Narwa Sent: Thursday To: Ploy Subject: How did it go']
    >>> [line.text for line in tidy([Line("Slow. On Thu, 19 Nov 2026 Narwa <i@n.example> wrote: How did")])]
    ['Slow.', 'On Thu, 19 Nov 2026 Narwa <i@n.example> wrote:', 'How did']
    """
    result = []
    for line in lines:
        text = _SPACES.sub(" ", _INVISIBLE.sub("", line.text)).rstrip()
        for part in _break(text):
            is_sure = bool(_QUOTED.match(text)) and not _is_doubtful(line._replace(text=text))
            result.append(line._replace(text=part, quoted=line.quoted or is_sure))
    marks = [_get_mark(line.text) for line in result]
    return [
        line._replace(quoted=line.quoted or bool(mark) and mark in (before, after))
        for line, before, mark, after in zip(result, ["", *marks], marks, [*marks[1:], ""], strict=False)
    ]


def _get_mark(text: str) -> str:
    """Return by what a line may be quoted: ">", or somebody's initials.

    >>> _get_mark("PK> a"), _get_mark("> > a"), _get_mark("a > b")
    ('PK>', '>', '')
    """
    match = _MAYBE_QUOTED.match(text) or _QUOTED.match(text)
    return re.match(r"\s*([A-Z]*)", text)[1] + ">" if match else ""


def _is_doubtful(line: Line) -> bool:
    """Tell whether a line may be quoted, if another one is, too, or if something announces it."""
    return bool(_MAYBE_QUOTED.match(line.text) or (line.paragraph and _QUOTED.match(line.text)))


def _break(text: str) -> list[str]:
    if len(text) < 30:
        return [text]
    match = _INLINE_ATTRIBUTION.search(text)
    if match and _ADDRESS.search(match[0]) and (match.start() or match.end() < len(text)):
        parts = [text[: match.start()], match[0], text[match.end() :]]
        return [part.strip() for part in parts if part.strip()]
    labels = [
        (label.start(1), ROLES[fold(label[1])]) for label in _INLINE_LABEL.finditer(text) if fold(label[1]) in ROLES
    ]
    if labels and labels[0][0] and len({role for _at, role in labels} - {"cc", "other"}) >= 3:
        return [text[: labels[0][0]].strip(), text[labels[0][0] :]]
    return [text]


def find_own(lines: list[Line], traces: Traces) -> list[list[str]]:
    """Return the lines that were written now, in the runs in which they stand between quotations.

    :param lines: as returned by :func:`tidy`

    >>> traces = Traces(ours=["info@narwa.example"], texts=["How did your work go this week?", "Answer now"])
    >>> def own(text):
    ...     return find_own(tidy([Line(line) for line in text.split("|")]), traces)
    >>> own("Slow||On Thu, 19 Nov 2026 at 9:00, Narwa|<info@narwa.example> wrote:|> How did|> it go|Below")
    [['Slow', ''], ['Below']]
    >>> own("Slow|From: <info@narwa.example>|Sent: Thu|Subject: x||How did your work go this week?|Badly|Answer now…")
    [['Slow'], ['Badly']]
    >>> own("Slow|-----Original Message-----|From: Tom <tom@x.example>|To: me|Subject: x||Secret|Answer now")
    [['Slow']]
    >>> own("From: the shop|To: the store|it takes a week")
    [['From: the shop', 'To: the store', 'it takes a week']]
    >>> own("I wrote to support on 19/11/2026 at 10:30, in vain.|It is dark"), own("Slow|> 50 lines|freeze")
    ([['I wrote to support on 19/11/2026 at 10:30, in vain.', 'It is dark']], [['Slow', '> 50 lines', 'freeze']])
    >>> own("Slow|From: <info@narwa.example>|Sent: Thu|Subject: x|How did your work go this week? Badly|Answer now [1]")
    [['Slow'], ['Badly']]
    """
    cutter = _Cutter(lines, traces)
    return list(cutter.cut())


def is_only_quotation(lines: list[Line], traces: Traces) -> bool:
    """Tell of a mail without own lines whether it surely was a quotation: its begin is marked, or it is our mail.

    :param lines: as returned by :func:`tidy`

    >>> traces = Traces(texts=["How did your work go this week?"])
    >>> def tell(text):
    ...     return is_only_quotation(tidy([Line(line) for line in text.split("|")]), traces)
    >>> tell("> a"), tell("On 1/1/2026 at 9:00, we at Narwa wrote:|How did your work go this week?"), tell("")
    (True, True, True)
    >>> tell("From: Tom <tom@x.example>|To: me|Subject: x||y"), tell("On 1/1/2026 at 9:00 the shop wrote:|it is slow")
    (True, False)
    """
    cutter = _Cutter(lines, traces)
    return cutter.begins_with_quotation() or traces.has_our_text("\n".join(line.text for line in lines))


class _Cutter:
    def __init__(self, lines: list[Line], traces: Traces):
        self._lines = list(lines)
        self._traces = traces
        self._texts = [line.text for line in lines]
        # What isn't theirs.
        self._dropped = [line.quoted for line in lines]
        self._is_blank = [not text.strip() for text in self._texts]
        self._head_ends = {}
        # What else stands in a line that is ours.
        self._rests = {}
        self._read_marks()

    def _read_marks(self):
        """Take a line that may be quoted for one, where a sentence above says who wrote it."""
        for at, line in enumerate(self._lines):
            if not line.quoted and _is_doubtful(line) and self._find_attribution(at):
                self._lines[at] = line._replace(quoted=True)
                self._dropped[at] = True

    def cut(self) -> Iterator[list[str]]:
        self._drop_attributions()
        self._drop_quoted_mails()
        self._drop_marked()
        self._drop_heads_of_our_text()
        run = []
        for text, is_dropped in zip(self._texts, self._dropped, strict=True):
            if not is_dropped:
                run.append(text)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def begins_with_quotation(self) -> bool:
        first = self._skip_blank(0)
        if first == len(self._lines) or self._dropped[first] or self._lines[first].region:
            return True
        is_announced = len(self._texts[first]) <= 120 and SEPARATOR.fullmatch(fold(self._texts[first]))
        if is_announced or self._find_head_end(first) > first:
            return True
        # An attribution, and only what is marked below it.
        self._drop_attributions()
        return all(dropped or blank for dropped, blank in zip(self._dropped, self._is_blank, strict=True))

    # "On Monday, … wrote:" before a marked quotation

    def _drop_attributions(self):
        for at, line in enumerate(self._lines):
            if line.quoted and at and not self._lines[at - 1].quoted:
                for index in self._find_attribution(at):
                    self._dropped[index] = True

    def _find_attribution(self, at: int) -> range:
        """Return the lines that introduce the quotation which begins with line ``at``."""
        end = at
        while end > 0 and at - end < 3 and self._is_blank[end - 1]:
            end -= 1
        for start in range(end - 1, max(end - _ATTRIBUTION_LINES - 1, -1), -1):
            if self._is_blank[start] or self._dropped[start]:
                break
            if self._is_attribution(self._join(start, end), marked=True):
                return range(self._reach_back(start, end), at)
        return range(0)

    def _reach_back(self, start: int, end: int) -> int:
        """Return where an attribution begins that was broken before the line ``start``."""
        first = start
        while (
            first > 0
            and end - first < _ATTRIBUTION_LINES
            and not self._is_blank[first - 1]
            and not self._dropped[first - 1]
            and not _has_date(self._join(first, end))
            and _has_date(self._texts[first - 1])
        ):
            first -= 1
        return first

    def _join(self, start: int, end: int) -> str:
        return " ".join(self._texts[start:end])

    def _is_attribution(self, text: str, marked: bool) -> bool:
        """Tell whether a sentence says who wrote what follows.

        :param marked: what follows is marked as a quotation; if not, more must speak for it
        """
        if len(text) > _ATTRIBUTION_LENGTH:
            return False
        is_dashed = bool(_DASHED.match(text))
        text = text.strip(" \t-–—_*|>")
        is_closed = is_dashed or text.endswith((":", "："))
        says_wrote = is_dashed or bool(WROTE.search(fold(text)))
        if not (is_closed or (marked and says_wrote and not _SENTENCE_END.search(text))):
            return False
        address, date, time = _ADDRESS.search(text), _has_date(text), _has_time(text)
        about_us = self._traces.is_about_us(text)
        if marked:
            return bool(address or date or about_us or (says_wrote and (time or is_closed)))
        if about_us and says_wrote and (address or date or time):
            return True
        return bool((address or says_wrote) and date and time and not _FIRST_PERSON.search(fold(text)))

    # A quotation that nothing marks, behind an attribution, a rule or the head of the old mail

    def _drop_quoted_mails(self):
        starts = []
        at = 0
        while at < len(self._lines):
            body = self._find_body(at)
            if body > at:
                starts.append((self._reach_rule(at), body))
                at = body
            else:
                at += 1
        for number, (start, body) in enumerate(starts):
            end = starts[number + 1][0] if number + 1 < len(starts) else len(self._lines)
            self._drop(start, body)
            self._drop_mail(body, end)

    def _drop(self, start: int, end: int):
        for index in range(start, end):
            self._dropped[index] = True

    def _find_body(self, at: int) -> int:
        """Return where the quoted mail begins whose head begins at ``at``, or ``at`` if none does."""
        if self._is_blank[at] or self._dropped[at]:
            return at
        text = self._texts[at]
        if len(text) <= 120 and SEPARATOR.fullmatch(fold(text)):
            following = self._skip_blank(at + 1)
            head = self._find_head_end(following)
            return head if head > following else at + 1
        head = self._find_head_end(at)
        if head > at:
            return head
        head = self._find_columns_end(at)
        if head > at:
            return head
        for end in range(at + 1, min(at + _ATTRIBUTION_LINES, len(self._lines)) + 1):
            if self._is_blank[end - 1] or self._dropped[end - 1] or self._find_head_end(end - 1) > end - 1:
                break
            if self._is_attribution(self._join(at, end), marked=False) and not (
                # The line above may be their own, and only this one the attribution.
                end - at > 1
                and self._is_attribution(self._join(at + 1, end), marked=False)
                and _has_date(self._join(at + 1, end))
            ):
                return end
        return at

    def _skip_blank(self, at: int) -> int:
        while at < len(self._lines) and self._is_blank[at]:
            at += 1
        return at

    def _find_head_end(self, at: int) -> int:
        """Return the line behind the head of a mail ("From: …", "Sent: …") that begins at ``at``, or ``at``."""
        if at not in self._head_ends:
            self._head_ends[at] = self._measure_head(at)
        return self._head_ends[at]

    def _measure_head(self, at: int) -> int:
        roles, shapes, values = set(), 0, []
        end = index = at
        while index < len(self._lines) and index - at < _HEAD_LINES and not self._lines[index].quoted:
            if self._is_blank[index]:
                # In some programs' HTML each line of the head is a paragraph.
                if index + 1 < len(self._lines) and self._is_blank[index + 1]:
                    break
                index += 1
                continue
            found = self._read_heading(self._texts[index])
            if found:
                roles |= found
                shapes += 1
            elif not (roles and self._is_continued(index)):
                break
            values.append(self._texts[index])
            index += 1
            end = index
        text = " ".join(values)
        roles.discard("")
        if not shapes or not self._proves_head(roles, shapes, text):
            return at
        return end

    def _find_columns_end(self, at: int) -> int:
        """Return the line behind a head whose labels stand at the right, without a colon, or ``at``."""
        roles, index = set(), at
        if not any(" " * 8 in text for text in self._texts[at : at + _HEAD_LINES]):
            return at
        while index < len(self._lines) and index - at < _HEAD_LINES:
            text = self._texts[index]
            match = _COLUMN.match(text)
            role = match and ROLES.get(fold(match[1]))
            if role:
                roles.add(role)
            elif text.strip() and not (text.startswith(" " * 5) or _ADDRESS.search(text) or _has_date(text)):
                break
            index += 1
            if role == "subject" and "to" in roles:
                while index < len(self._lines) and self._texts[index].startswith(" " * 8):
                    index += 1
                return index
        return at

    def _read_heading(self, text: str) -> set[str]:
        """Return which headings a line has (all of them, where the whole head is one line); "" for an unknown one."""
        match = _HEADING.match(text)
        if not match:
            return set()
        role = ROLES.get(fold(match[1]).strip(" .*_"))
        if not role:
            is_label = len(match[1].split()) <= 3 and match[2] and not match[2].startswith("//")
            return {""} if is_label else set()
        return {role, *_find_inline_roles(match[2])}

    def _is_continued(self, index: int) -> bool:
        text = self._texts[index]
        return (
            index > 0 and not self._is_blank[index - 1] and bool(_ADDRESS.search(text) or text.rstrip().endswith(";"))
        )

    def _proves_head(self, roles: set[str], shapes: int, text: str) -> bool:
        main = roles - {"cc", "other"}
        if len(main) >= 4 or (len(main) >= 3 and "subject" in main):
            return True
        if len(main) < 2 and (shapes < 3 or not _ADDRESS.search(text)):
            return False
        is_ours = self._traces.is_about_us(text)
        if len(main) >= 2:
            return bool(
                is_ours
                or _ADDRESS.search(text)
                or (_has_date(text) and _has_time(text))
                or self._traces.is_about_sender(text)
            )
        # In a language that no list knows.
        return is_ours or self._traces.is_about_sender(text)

    def _reach_rule(self, at: int) -> int:
        """Return where the lines begin that announce the head of a quoted mail: a rule, "Forwarded message"."""
        first, index = at, at - 1
        while index >= 0 and at - index <= 4:
            text = self._texts[index]
            is_announced = (
                _RULE.match(text) or _DASHED.match(text) or (len(text) <= 120 and SEPARATOR.fullmatch(fold(text)))
            )
            if is_announced:
                first = index
            elif not self._is_blank[index]:
                break
            index -= 1
        return first

    def _drop_mail(self, start: int, end: int):
        """Drop a quoted mail, but not what was written into ours."""
        if not self._drop_our_lines(start, end):
            self._drop(start, end)

    def _drop_our_lines(self, start: int, end: int) -> bool:
        """Drop our own lines, what stands above the first of them, and what links them. False if there are none."""
        is_ours = self._find_our_lines(start, end)
        if not any(is_ours):
            return False
        first = start + is_ours.index(True)
        self._drop(start, first)
        for offset, ours in enumerate(is_ours):
            if ours:
                self._drop_our_line(start + offset)
        return True

    def _drop_our_line(self, index: int):
        """Drop a line of ours, but not the answer that somebody wrote behind it or before it."""
        if self._rests.get(index) and not self._dropped[index]:
            self._texts[index] = self._rests[index]
            return
        self._dropped[index] = True

    def _find_our_lines(self, start: int, end: int) -> list[bool]:
        """Tell of each line whether it belongs to a mail of ours; all are False if no whole run of ours is there."""
        lines = [
            "" if dropped else text
            for text, dropped in zip(self._texts[start:end], self._dropped[start:end], strict=True)
        ]
        text = "\n".join(lines)
        spans = self._traces.find_our_texts(text)
        if not spans:
            return [False] * (end - start)
        flags = bytearray(len(text))
        for low, high in spans:
            flags[low:high] = b"\1" * (high - low)
        is_covered, at = [], 0
        for index, line in enumerate(lines):
            marks = flags[at : at + len(line)]
            solid = [mark for mark, character in zip(marks, line, strict=True) if character.isalnum()]
            is_mostly = any(solid) and len(solid) - sum(solid) <= max(2, len(solid) // 5)
            # A sentence that began in the line above, and an answer behind it.
            is_end = index > 0 and is_covered[-1] and sum(solid) >= PIECE and solid[0]
            is_covered.append(bool(is_mostly or is_end))
            if is_covered[-1] and not self._is_short_line(line):
                rest = line[: marks.index(1)], line[marks.rindex(1) + 1 :]
                self._rests[start + index] = " ".join(part.strip() for part in rest if _has_word(part))
            at += len(line) + 1
        return self._add_short_lines(lines, is_covered)

    def _add_short_lines(self, lines: list[str], is_covered: list[bool]) -> list[bool]:
        """Add short lines of ours, such as the label of a button, between long ones and right above the first."""
        if True not in is_covered:
            return is_covered
        first = is_covered.index(True)
        last = len(lines) - is_covered[::-1].index(True)
        result = list(is_covered)
        for index in range(first, len(lines)):
            # Below the last one the company's name may be that of a signature.
            if index < last or "…" in lines[index] or not self._traces.is_about_us(lines[index]):
                result[index] |= self._is_short_line(lines[index])
        for index in range(last, len(lines)):
            # "[1] …": where a text of ours has its links.
            result[index] |= bool(
                _REFERENCE.match(lines[index]) and not _strip_links(lines[index]).strip(" []0123456789")
            )
        for index in range(first - 1, -1, -1):
            if lines[index].strip() and not self._is_short_line(lines[index]):
                break
            result[index] |= bool(lines[index].strip())
        return result

    def _is_short_line(self, line: str) -> bool:
        # "Answer now …" has a link behind it.
        lines = {line, _strip_links(line), _REFERENCE.sub("", line)}
        return any(each.strip() and self._traces.is_our_line(each) for each in lines)

    # What the mail program marked

    def _drop_marked(self):
        regions = {}
        for index, line in enumerate(self._lines):
            if line.region:
                regions.setdefault(line.region, []).append(index)
        for indexes in regions.values():
            # Behind a quotation somebody may have written on; a part without one is a signature.
            quoted = [index for index in indexes if self._dropped[index]]
            if quoted:
                self._drop_our_lines(indexes[0], indexes[-1] + 1)
            first = quoted[0] if quoted else len(self._lines)
            for index in indexes:
                if index < first:
                    self._dropped[index] = True

    # Whatever else stands over our own text

    def _drop_heads_of_our_text(self):
        """Drop our text where nothing announced it, and the lines above it that look like the head of a mail."""
        open_ends = [index for index, dropped in enumerate(self._dropped) if not dropped]
        if not open_ends:
            return
        is_ours = self._find_our_lines(0, len(self._lines))
        for index, ours in enumerate(is_ours):
            if ours and not self._dropped[index]:
                self._drop_our_line(index)
                if not any(is_ours[:index]):
                    self._drop_head_above(index)

    def _drop_head_above(self, at: int):
        index, found = at - 1, []
        while index >= 0 and at - index <= _HEAD_LINES and not self._dropped[index]:
            text = self._texts[index]
            if not self._is_blank[index]:
                is_head = (
                    _ADDRESS.search(text)
                    or self._is_attribution(text, marked=True)
                    or self._traces.is_company(text)
                    or (
                        self._read_heading(text)
                        and (_has_date(text) or self._traces.is_about_sender(text) or self._read_heading(text) - {""})
                    )
                    or _RULE.match(text)
                    or _DASHED.match(text)
                )
                if not is_head:
                    break
                found.append(index)
            index -= 1
        if any(_ADDRESS.search(self._texts[index]) or self._traces.is_about_us(self._texts[index]) for index in found):
            self._drop(min(found), at)


def _has_date(text: str) -> bool:
    return bool(_YEAR.search(text))


def _has_time(text: str) -> bool:
    """Tell whether a time of day is named.

    >>> _has_time("19.11.2026 at 9.30"), _has_time("on 19.11.2026")
    (True, False)
    """
    return bool(_TIME.search(_DATE.sub(" ", text)))


def _has_word(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", _strip_links(text)))


def _strip_links(text: str) -> str:
    return re.sub(r"\S*(?:…|https?:)\S*", "", text) if re.search("…|https?:", text) else text


def _find_inline_roles(text: str) -> set[str]:
    """Return the headings within a line into which a whole head has run together.

    >>> sorted(_find_inline_roles("Narwa Sent: Thursday To: Ploy Subject: How did it go"))
    ['date', 'subject', 'to']
    """
    words = [ROLES.get(fold(word)) for word in _INLINE_LABEL.findall(text[:2000])]
    return {role for role in words if role}
