"""Compare what people and their programs write, whatever case, accents, spaces and invisible marks they use."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

# Letters that no decomposition leads back to their plain form.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})
# What stands on a Latin, Greek, Cyrillic, Hebrew or Arabic letter; vowel signs of Asian scripts are letters.
_ACCENT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670\u0640]")
# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese (Korean names, too,
# are followed by particles without a space).
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xAC00, 0xD7AF),
)


class Folded:
    """A text in its folded form, which knows where each of its characters stood.

    >>> folded = Folded("Ré\\u200bsumé 1")
    >>> folded.text, folded.span(0, 6)
    ('resume 1', (0, 7))
    """

    def __init__(self, text: str, squeeze: bool = False):
        """:param squeeze: leave out whatever is neither letter nor digit"""
        characters, places = [], []
        change = _squeeze_character if squeeze else _fold_character
        for place, character in enumerate(text):
            plain = change(character)
            characters.append(plain)
            places.extend([place] * len(plain))
        self.text = "".join(characters)
        self._places = places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where what stands at ``start:end`` (not empty) stood in the text as it was."""
        return self._places[start], self._places[end - 1] + 1


def fold(text: str) -> str:
    """Return the folded form of ``text``, its spaces made one each.

    >>> fold("  Łukasz   MÜLLER "), fold("ใจดี")
    ('lukasz muller', 'ใจดี')
    """
    return " ".join("".join(map(_fold_character, text)).split())


def squeeze(text: str) -> str:
    """Return the letters and digits of the folded form of ``text``.

    >>> squeeze("How did\\n> your *work* go?")
    'howdidyourworkgo'
    """
    return "".join(map(_squeeze_character, text))


def is_unspaced(text: str) -> bool:
    """Tell whether the script of ``text`` has no spaces between words.

    >>> is_unspaced("สมชาย"), is_unspaced("Somchai")
    (True, False)
    """
    return any(low <= ord(character) <= high for character in text for low, high in _UNSPACED)


def cut(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    """Return ``text`` with ``mark`` in the place of each of the spans, which may overlap.

    >>> cut("abcdef", [(1, 3), (2, 4)], "-")
    'a-ef'
    """
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    edges = [[0, 0], *merged, [len(text), len(text)]]
    return mark.join(text[before[1] : after[0]] for before, after in pairwise(edges))


@cache
def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    if character.isspace():
        return "\n" if character == "\n" else " "
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    plain = "".join(each for each in decomposed if not _ACCENT.match(each))
    return unicodedata.normalize("NFC", plain).translate(_PLAIN)


@cache
def _squeeze_character(character: str) -> str:
    return "".join(
        each for each in _fold_character(character) if each.isalnum() or unicodedata.category(each)[0] == "M"
    )
