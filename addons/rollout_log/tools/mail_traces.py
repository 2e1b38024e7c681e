"""The last guard, which needs no language: what is known of the sender and of our own mails goes, wherever it is."""

import re
from collections.abc import Iterable
from functools import cached_property, partial

from .mail_fold import Folded, cut, fold, is_unspaced, squeeze
from .mail_words import GLUE, MONTHS, PARTICLES, SIGNED_FOR, TASKS, THAI_TITLES, TITLES, WORDS
from .secret_link import HIDDEN

# In our own texts: what is different in each mail, such as a date.
VARIABLE = "\0"
# So many letters in a row that are ours are no chance.
RUN = 24
# Where our mail stands, a line as long as this that is a part of it is ours.
PIECE = 10
_VARIABLE_LENGTH = 60
_ADDRESS = re.compile(r"[^\s<>\[\]()\",;:|…]{1,100}@[^\s<>\[\]()\",;:|…]{1,200}")
_PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d \t().\-/]{5,24}\d(?!\w)")
# A capital at the start of a sentence is no name before these: "May I", "Will it", "Mark the line".
_NO_NAME = re.compile(
    r"\s+(?:i|we|you|it|he|she|they|the|this|that|these|those|there|a|an|my|our|your|his|her|its|be|not|all|any|some|"
    r"every|each|no)\b"
)
_INTRODUCED = re.compile(
    r"(?:\b(?:i am|i'm|this is|it's|name is|name's|regards|thanks|thx|cheers|from|by|hi|hello|dear|ask|call|mr|mrs|"
    r"ms|khun|"
    r"ich bin|hier ist|gruss|je suis|c'est|soy|sono)|[,.;!?–-])\s{0,2}[:,]?\s{0,2}$"
)
_IN_MONTH = re.compile(
    r"\b(?:in|since|until|till|during|early|late|mid|end of|beginning of|month of|last|next|every|im|bis|seit|ab|"
    r"en|fin|"
    r"debut)[\s-]{1,2}$"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LETTER = r"[^\W\d_]"


class Traces:
    """What is known of one mail besides its words.

    :param names: of the sender, as people and mail programs write them
    :param addresses: the sender's e-mail addresses
    :param ours: all other e-mail addresses that are known: the program's, the company's, those in the mail's head
    :param phones: the sender's
    :param companies: names of the company, which head its mails
    :param others: what else may stand beside the sender's name without being it: departments, posts
    :param texts: lines of our own mails, in each language; ``VARIABLE`` stands for what differs
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        addresses: Iterable[str] = (),
        ours: Iterable[str] = (),
        phones: Iterable[str] = (),
        companies: Iterable[str] = (),
        others: Iterable[str] = (),
        texts: Iterable[str] = (),
    ):
        self._names = [name for name in names if name and name.strip()]
        self._addresses = {address.strip().lower() for address in addresses if address and "@" in address}
        self._ours = {address.strip().lower() for address in ours if address and "@" in address}
        self._phones = {digits[-8:] for digits in map(_get_digits, phones) if len(digits) >= 7}
        self._companies = {fold(company) for company in companies if company and company.strip()}
        self._others = self._companies | {fold(other) for other in others if other and other.strip()}
        self._texts = [text for text in texts if text and squeeze(text)]

    @cached_property
    def _parts(self) -> dict[str, bool]:
        """The folded parts of the sender's names, and whether each is a word in its own right, too.

        >>> sorted(Traces(["Kantha, Ploy (Accounting)"], ["ploy.k@narwa.example"], others=["Accounting"])._parts)
        ['kantha', 'kanthap', 'kploy', 'pkantha', 'ploy', 'ploy.k', 'ployk']
        >>> Traces(["นายสมชาย ใจดี"])._parts, Traces(["May Stone"])._parts["stone"]
        ({'สมชาย': False, 'ใจดี': False}, True)
        >>> Traces(["Ben Carter"])._parts["ben"], Traces([], ["van@narwa.example"])._parts
        (True, {'van': True})
        """
        words = {part for other in self._others for part in other.split()} | TASKS
        parts = {}
        for name in self._names:
            found = split_name(name)
            found = [part for part in found if len(found) == 1 or part not in words]
            parts.update({part: part in words or _is_word(part) for part in found})
            if len(found) > 1 and name.isascii():
                # "pkantha", "ployk", as mailboxes and users are called
                first, last = found[0], found[-1]
                short = {first[0] + last, last + first[0], last[0] + first, first + last[0]}
                parts.update(
                    dict.fromkeys((each for each in sorted(short) if len(each) > 4 and each not in WORDS), False)
                )
        for address in self._addresses:
            local = fold(address.partition("@")[0].partition("+")[0])
            is_personal = any(part in local for part in parts) or re.search(r"[._\-\d]", local) or not parts
            if len(local) > 2 and local not in TASKS and is_personal:
                parts.setdefault(local, local in words or _is_word(local))
        return parts

    @cached_property
    def _patterns(self) -> list[tuple[str, bool, re.Pattern]]:
        return [(part, is_word, re.compile(_make_pattern(part, is_word))) for part, is_word in self._parts.items()]

    @cached_property
    def _full_names(self) -> set[str]:
        """The squeezed names, in whatever order their parts may stand.

        >>> Traces(["Li Na"]).hide("Ask Lina, li na or na li. Linagora is a firm")
        'Ask …, … or …. Linagora is a firm'
        """
        full = {squeeze(name) for name in self._names if len(split_name(name)) > 1}
        for name in self._names:
            parts = [part for part in map(squeeze, re.split(r"[\s,]+", re.sub(r"[(\[].*?[)\]]", " ", name))) if part]
            if len(parts) > 1 and fold(name) not in self._others:
                full |= {"".join(parts), "".join(reversed(parts)), "".join([*parts[1:], parts[0]])}
        # A name of two parts has four letters at least.
        return {name for name in full if len(name) >= 4}

    @cached_property
    def _squeezed_addresses(self) -> list[tuple[str, str]]:
        pairs = ((squeeze(local), squeeze(domain)) for local, _at, domain in map(_split_address, self._known_addresses))
        return [(local, domain) for local, domain in pairs if local and domain]

    @property
    def _known_addresses(self) -> set[str]:
        return self._addresses | self._ours

    @cached_property
    def _lines(self) -> set[str]:
        """Our lines, and the sentences in them, squeezed."""
        pieces = (piece for text in self._texts for piece in (text, *re.split(r"(?<=[.!?:。])\s+", text)))
        return {squeezed for squeezed in map(squeeze, pieces) if squeezed}

    @cached_property
    def _runs(self) -> set[str]:
        squeezed = (squeeze(piece) for text in self._texts for piece in text.split(VARIABLE))
        return {text[at : at + RUN] for text in squeezed for at in range(len(text) - RUN + 1)}

    @cached_property
    def _all_texts(self) -> str:
        return "\n".join(squeeze(text) for text in self._texts)

    def is_about_us(self, text: str) -> bool:
        """Tell whether a heading names an address of ours or the company.

        >>> Traces(ours=["info@narwa.example"], companies=["Narwa"]).is_about_us("On Monday, Narwa <x@y.example>:")
        True
        """
        low = fold(text)
        return any(address in low for address in self._ours) or any(
            re.search(rf"(?<!{_LETTER}){re.escape(name)}(?!{_LETTER})", low)
            for name in self._companies
            if len(name) > 2
        )

    def begins_with_company(self, text: str) -> bool:
        """Tell whether ``text`` begins with the company's full name, which no sentence goes on from."""
        names = "|".join(map(re.escape, self._companies))
        return bool(names and re.match(rf"[|*_\s]*(?:{names})[*_\s]*(?:[,;|·•–—(-]|$)", fold(text)))

    def is_company(self, text: str) -> bool:
        """Tell whether ``text`` is the company's name and nothing else."""
        return squeeze(text) in set(map(squeeze, self._companies))

    def is_other(self, text: str) -> bool:
        """Tell whether ``text`` is the name of a department or a post."""
        return fold(text).strip(" .") in self._others

    def is_about_sender(self, text: str) -> bool:
        """Tell whether a heading names the sender, or their address."""
        return self.hide(text) != text

    def is_name(self, line: str) -> bool:
        """Tell whether a line is the sender's name and nothing else, as under a letter.

        >>> traces = Traces(["Ploy Kantha"])
        >>> [traces.is_name(line) for line in ("Ploy", "- Dr. Ploy K.", "PLOY KANTHA", "Ploy complains", "คุณ Ploy", "")]
        [True, True, True, False, True, False]
        >>> traces.is_name("i.V. Ploy Kantha"), traces.is_name("ppa. Kantha"), traces.is_name("i.V.")
        (True, True, False)
        """
        if len(line) > 80:
            return False
        words = [
            word.strip(".") for word in re.split(r"[^\w.'’-]+|(?<=\w)_|-(?=\s)", fold(line)) if word.strip(".-_'’")
        ]
        words = [word.strip("-_'’") for word in words]
        is_known = [self._is_part(word) or squeeze(word) in self._full_names for word in words]
        return (
            any(is_known)
            and all(
                known or word in TITLES or word in PARTICLES or word in SIGNED_FOR or len(word) == 1
                for word, known in zip(words, is_known, strict=True)
            )
            or squeeze(line) in self._full_names
        )

    def _is_part(self, word: str) -> bool:
        return word in self._parts or any(word.startswith(part) and is_unspaced(part) for part in self._parts)

    def has_our_text(self, text: str) -> bool:
        """Tell whether a piece of one of our mails stands in ``text``.

        >>> traces = Traces(texts=["How did your work go this week?"])
        >>> traces.has_our_text("> How did\\n> your *work* go"), traces.has_our_text("My work did not go well")
        (False, False)
        >>> traces.has_our_text("> How did\\n> your *work* go this week")
        True
        """
        squeezed = squeeze(text)
        return any(squeezed[at : at + RUN] in self._runs for at in range(len(squeezed) - RUN + 1))

    def is_our_line(self, line: str) -> bool:
        """Tell whether ``line`` is a line of ours, or a piece of one: to be asked where our mail stands."""
        squeezed = squeeze(line)
        return squeezed in self._lines or (len(squeezed) >= PIECE and squeezed in self._all_texts)

    def find_our_texts(self, text: str) -> list[tuple[int, int]]:
        """Return where pieces of our mails stand in ``text``, whatever line breaks and signs are in them.

        >>> traces = Traces(texts=["It works until the end of \\0. Our form is a short one, it takes a minute."])
        >>> text = "No. It works until the\\n> end of Sunday, 22 May. Our form is a short one, it takes a minute. Yes."
        >>> cut(text, traces.find_our_texts(text), "|")
        'No. |Yes.'
        >>> text = "5 people answered. That is not true here."
        >>> cut(text, Traces(texts=["\\0 people answered."]).find_our_texts(text), "|")
        '|That is not true here.'
        """
        folded = Folded(text, squeeze=True)
        spans = []
        start = None
        for at in range(len(folded.text) - RUN + 1):
            if folded.text[at : at + RUN] in self._runs:
                start = at if start is None else start
                end = at + RUN
            elif start is not None and at >= end:
                spans.append(folded.span(start, end))
                start = None
        if start is not None:
            spans.append(folded.span(start, end))
        for line in self._texts:
            if VARIABLE in line:
                is_open = len(squeeze(line.rpartition(VARIABLE)[2])) < 4
                found = _find_variable(folded, line)
                found = [_take_variable(text, span) if is_open else span for span in found]
                spans += map(partial(_take_number, text), found) if line.startswith(VARIABLE) else found
        return [_take_punctuation(text, span) for span in spans]

    def hide(self, text: str) -> str:
        """Return ``text`` without the sender's names, numbers and addresses, and without the addresses that are known.

        >>> traces = Traces(["Ploy Kantha"], ["ploy.k@narwa.example"], ["launch@narwa.example"], ["+66 81 234 5678"])
        >>> traces.hide("I am Ploy, PLOY KANTHA, kantha_ploy; write to Ploy.K@Narwa.example or ploy.k%40narwa.example")
        'I am …, …, …; write to … or …'
        >>> traces.hide("Call 081-234-5678, deploy it, and tell buyer@customer.example. Ploy's screen is dark")
        "Call …, deploy it, and tell buyer@customer.example. …'s screen is dark"

        A name that is a word, too, stays where it can't be meant:

        >>> traces = Traces(["May Stone"])
        >>> traces.hide("It may break like stone. May I ask? In May 2026 it did. May complains. This is may")
        'It may break like stone. May I ask? In May 2026 it did. … complains. This is …'
        >>> traces = Traces(["Ben Carter"])
        >>> traces.hide("I am Ben. Ben waits; the customer Ali ben Salem does, too. Thanks, ben")
        'I am …. … waits; the customer Ali ben Salem does, too. Thanks, …'
        >>> Traces(["สมชาย ใจดี"]).hide("คุณสมชายรอนาน ไม่เข้าใจ")
        'คุณ…รอนาน ไม่เข้าใจ'
        """
        text = self._hide_addresses(text)
        text = _PHONE.sub(lambda match: HIDDEN if _get_digits(match[0])[-8:] in self._phones else match[0], text)
        text = cut(text, [*self._find_full_names(text)], HIDDEN)
        text = cut(text, [*self._find_parts(text)], HIDDEN)
        return re.sub(rf"{HIDDEN}(?:[ \t]*{HIDDEN})+", HIDDEN, text)

    def _hide_addresses(self, text: str) -> str:
        domains = {domain for _local, _at, domain in map(_split_address, self._addresses | self._ours)}

        def is_known(address):
            return _split_address(address.lower().rstrip(".'>"))[2] in domains

        text = _ADDRESS.sub(
            lambda match: HIDDEN + re.search(r"[.'>]*$", match[0])[0] if is_known(match[0]) else match[0], text
        )
        folded = Folded(text, squeeze=True)
        spans = []
        for local, domain in self._squeezed_addresses:
            for at in re.finditer(rf"{re.escape(local)}(?:(?:25)*40|at|3d)?{re.escape(domain)}", folded.text):
                spans.append(_reach_edges(text, folded.span(*at.span())))
        return cut(text, spans, HIDDEN)

    def _find_full_names(self, text: str):
        if not self._full_names:
            return
        folded = Folded(text, squeeze=True)
        for name in self._full_names:
            for match in re.finditer(re.escape(name), folded.text):
                start, end = folded.span(*match.span())
                # "Like stone. May I?" holds no name.
                if not re.search(r"\w\w[.!?:;]\s", text[start:end]) and (
                    is_unspaced(name) or _is_whole(text, start, end)
                ):
                    yield start, end

    def _find_parts(self, text: str):
        folded = Folded(text)
        for part, is_word, pattern in self._patterns:
            for match in pattern.finditer(folded.text):
                start, end = folded.span(*match.span())
                if not is_word or self._is_meant(text, folded.text, match, start, end, part):
                    yield start, end

    def _is_meant(self, text, folded_text, match, start, end, part) -> bool:
        """Tell whether a word that is also the sender's name stands for them."""
        before, after = folded_text[: match.start()][-40:], folded_text[match.end() :][:40]
        line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
        if self.is_name(line) or _INTRODUCED.search(before) and re.match(r"[\s.!…]*$", after):
            return True
        if re.search(rf"{HIDDEN}\s?$", before) or re.match(rf"\s?{HIDDEN}", after):
            return True
        if not text[start].isupper():
            return bool(
                re.search(r"(?:\bi am|\bi'm|\bthis is|\bname is|\bname's|\bregards,?|\bhier ist|\bje suis)\s$", before)
            )
        if part in MONTHS and (
            _IN_MONTH.search(before) or re.match(r"[\s,.]{1,2}\d|\d", after) or re.search(r"\d[.\s]{1,2}$", before)
        ):
            return False
        is_start = not before.strip() or bool(re.search(r"(?:[.!?:•*\n-]|\n\s*)\s*$", before))
        return not (is_start and _NO_NAME.match(after))


def split_name(name: str) -> list[str]:
    """Return the folded parts of a name by which somebody may be known.

    >>> split_name("Dr. Anne-Marie O'Neil, PhD (Nok)")
    ['anne-marie', 'annemarie', 'anne', 'marie', "o'neil", 'oneil', 'phd', 'nok']
    >>> split_name("王小明"), split_name("김 민수"), split_name("J. de Vries")
    (['王小明', '小明'], ['김', '민수'], ['vries'])

    A title or a particle may be the name itself:

    >>> split_name("Ben Carter"), split_name("Van Do"), split_name("Le Van Minh"), split_name("Ing Pan")
    (['ben', 'carter'], ['van', 'do'], ['le', 'minh'], ['ing', 'pan'])
    >>> split_name("van der Berg, Jan"), split_name("The Boss"), split_name("Ing. Marco Rossi"), split_name("Ms. Na Li")
    (['berg', 'jan'], ['boss'], ['marco', 'rossi'], ['na', 'li'])
    """
    parts = []
    words = re.split(r"[\s,;|/()\[\]\"“”<>]+|\.(?=\w{2})(?!\w+@)", THAI_TITLES.sub("", name.strip()))
    words = [(THAI_TITLES.sub("", word), fold(THAI_TITLES.sub("", word)).strip(".'_-")) for word in words]
    words = [(word, part) for word, part in words if part and not part.isdigit() and "@" not in part]
    words = [each for each in words[:-1] if each[1] not in GLUE] + words[-1:]
    # "van der Berg, Jan"
    is_reversed = bool(re.match(r"\s*[^\s,]+\s[^,]*,", name))
    for at, (word, part) in enumerate(words):
        if not _is_called([each for _word, each in words], at, is_reversed):
            continue
        if is_unspaced(part):
            parts.append(part)
            if re.fullmatch(r"[\u3400-\u9fff\uac00-\ud7af]{3,4}", part):
                parts += [part[1:]] if len(part) == 3 else [part[:2], part[2:]]
        elif len(part) > 1:
            # "Müller" is typed as Muller or Mueller, "O'Neil" as ONeil.
            parts += [part, fold(word.casefold().translate(_UMLAUTS)).strip(".'_-"), squeeze(part)]
            parts += [each for each in part.split("-") if "-" in part and len(each) > 2]
    return [part for part in dict.fromkeys(parts) if squeeze(part)]


def _is_called(words: list[str], at: int, is_reversed: bool) -> bool:
    """Tell whether somebody may be called by the word ``at`` of their name, and it isn't a title or a particle."""
    word = words[at]
    if word in PARTICLES:
        return at == len(words) - 1 or (at == 0 and not is_reversed)
    others = [other for other in words if other != word and other not in TITLES and other not in PARTICLES]
    return word not in TITLES or len(others) < 2


def _is_word(part: str) -> bool:
    return part in WORDS or part in TITLES or part in PARTICLES


def _make_pattern(part: str, is_word: bool) -> str:
    escaped = re.escape(part)
    if is_unspaced(part):
        # So short a piece may be a syllable of another word.
        is_short = len(part) < (3 if ord(part[0]) < 0x1000 else 2)
        edge = r"[\w\u0e30-\u0e4e]"
        return rf"(?<!{edge}){escaped}(?!{edge})" if is_short else escaped
    ending = ""
    if not is_word and len(part) > 3:
        # Cases: "Somchais", "Иваном".
        ending = rf"{_LETTER}{{0,3}}" if re.match("[\u0400-\u04ff]", part) else "s?"
        escaped = re.escape(part.rstrip("аяйь") if len(part.rstrip("аяйь")) > 3 else part)
    return rf"(?<!{_LETTER}){escaped}{ending}(?!{_LETTER})"


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())


def _reach_edges(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Stretch a span over what still belongs to an address or a link."""
    start, end = span
    while start > 0 and re.match(r"[^\s<>\[\]()\",;|]", text[start - 1]) and end - start < 200:
        start -= 1
    while end < len(text) and re.match(r"[^\s<>\[\]()\",;|.]|\.(?=\w)", text[end : end + 2]) and end - start < 400:
        end += 1
    return start, end


def _find_variable(folded: Folded, line: str):
    """Find a line of ours that has other words in the place of each ``VARIABLE``."""
    pieces = [squeeze(piece) for piece in line.split(VARIABLE)]
    fixed = [piece for piece in pieces if len(piece) > 3]
    if not fixed or len(max(fixed, key=len)) < PIECE:
        return
    pattern = rf".{{0,{_VARIABLE_LENGTH}}}?".join(map(re.escape, fixed))
    for match in re.finditer(pattern, folded.text):
        yield folded.span(*match.span())


def _take_variable(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Stretch a span over what is different in each mail, to the end of the sentence or else of the line."""
    start, end = span
    rest = text[end : end + _VARIABLE_LENGTH]
    match = re.match(r"[\s\S]*?(?<!\d)[.!?。](?=\s|$)", rest) or re.match(r"[^\n]*(?=\n|$)", rest)
    return start, end + (match.end() if match else 0)


def _take_number(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Stretch a span over the number before it."""
    start, end = span
    return start - len(re.search(r"(?:\d+\s?)?$", text[max(0, start - 20) : start])[0]), end


def _take_punctuation(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Stretch a span over the punctuation and spaces behind it, but not into the next line."""
    start, end = span
    while end < len(text) and not text[end].isalnum() and text[end] not in "\n" + HIDDEN:
        end += 1
    return start, end


def _split_address(address: str) -> tuple[str, str, str]:
    return address.rpartition("@")


def _get_digits(text: str) -> str:
    return re.sub(r"\D", "", text or "")
