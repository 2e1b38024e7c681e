"""Whether a text that the team wrote repeats somebody's own words; without the ORM."""

import unicodedata
from collections.abc import Iterable

# Letters and digits. Shorter pieces, such as the name of a report, occur in everybody's sentences.
SHORTEST = 13

# Letters of other alphabets that look like Latin ones, in small letters; from Unicode's table of confusable characters
# (Technical Standard 39).
LOOK_ALIKES = str.maketrans("авекмнорстухгіјѕһԁԛԝαεικνορτυχ", "abekmhopctyxrijshdqwaeikvoptux")


def repeats(text: str, words: Iterable[str]) -> bool:
    """Tell whether ``text`` takes over one of ``words``, or stands in one of them literally.

    Case, spaces, punctuation and what nobody sees don't make words one's own:

    >>> repeats("the label printer  STOPS again", ["The label printer stops again."])
    True
    >>> repeats("Somebody wrote: Nobody tells me anything!", ["Nobody tells me anything"])
    True
    >>> repeats("nobody tells me anything", ["It's chaos. Nobody tells me anything, as always."])
    True
    >>> repeats("The label\u200b printer, sto\u00adps - again", ["The label printer stops again."])
    True
    >>> repeats("Ｔｈｅ label printer stops again", ["The label printer stops again."])
    True
    >>> repeats("Тhe lаbel рrinter stoрs аgain", ["The label printer stops again."])
    True
    >>> repeats("พิมพ์ ฉลาก ไม่ได้", ["พิมพ์ฉลากไม่ได้"])
    True
    >>> repeats("Printing labels is unreliable", ["The label printer stops again."])
    False
    >>> repeats("Tax report", ["The tax report shows an old rate"])
    False
    >>> repeats("", ["Slow"]), repeats("Slow", ["Slow"]), repeats("Slow printing", ["Slow", ""])
    (False, True, False)
    """
    text = _plain(text)
    for each in map(_plain, words):
        if not text or not each:
            continue
        if text == each or (len(each) >= SHORTEST and each in text) or (len(text) >= SHORTEST and text in each):
            return True
    return False


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text or "").casefold().translate(LOOK_ALIKES)
    return "".join(filter(str.isalnum, text))
