"""Keep what people typed from being calculated by a spreadsheet, without the ORM."""

import re

# Spreadsheets take a cell for a formula by its first sign, some after blanks, others after a brace. A text that
# already begins with apostrophes gets one more, so that the first can be taken away again.
_FORMULA = re.compile(r"'*(?:[\s\ufeff{]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def guard(text: str) -> str:
    """Return ``text``, behind an apostrophe if a spreadsheet that reads a CSV file might calculate it.

    >>> [guard(text) for text in ("=1+1", "@SUM(A1)", "\\t=1", "{=1}", "'=1", "'tis fine")]
    ["'=1+1", "'@SUM(A1)", "'\\t=1", "'{=1}", "''=1", "'tis fine"]
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that :func:`guard` was given.

    >>> [unguard(guard(text)) for text in ("=1+1", "'=1", "''=1", "'tis fine", "'", "")]
    ['=1+1', "'=1", "''=1", "'tis fine", "'", '']
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
