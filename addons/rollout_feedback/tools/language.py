"""The language in which a visitor reads."""

from collections.abc import Iterable, Sequence


def choose_language(wishes: Iterable[str], installed: Sequence[str]) -> str | None:
    """Return the first wish that is installed, if need be as spoken in another country.

    >>> choose_language(["", "de", "th-TH", "en"], ["en_US", "th_TH"])
    'th_TH'
    >>> choose_language(["en_GB"], ["th_TH", "en_US"])
    'en_US'
    >>> choose_language(["*"], ["en_US"]) is None
    True
    """
    for wish in wishes:
        code = wish.replace("-", "_")
        near = [each for each in installed if each.partition("_")[0] == code.partition("_")[0]]
        if near:
            return code if code in near else near[0]
    return None
