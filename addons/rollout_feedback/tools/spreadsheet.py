"""Keep what people typed from being taken for a formula, without the ORM."""

import re

# Spreadsheets take a cell for a formula by its first sign, some after blanks, others after a brace.
_FORMULA = re.compile(r"[\s\ufeff{]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def neutralize(value: object) -> object:
    """Return ``value``, and a text that a spreadsheet might calculate behind an apostrophe.

    >>> [neutralize(value) for value in ("=1+1", "@SUM(A1)", "\\t=1", "{=1}", "Fine", -1.5, False)]
    ["'=1+1", "'@SUM(A1)", "'\\t=1", "'{=1}", 'Fine', -1.5, False]
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
