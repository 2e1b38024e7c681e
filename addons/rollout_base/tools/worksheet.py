"""Write cells of an XLSX file in which text stays text, without the ORM."""

import re

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_CUT = -2
# What not every reader of XLSX files takes for the break of a line.
_BREAKS = re.compile(r"\r\n?|[\v\f]")


def with_plain_breaks(text: str) -> str:
    """Return ``text`` with all breaks of lines written alike.

    >>> with_plain_breaks("a\\r\\nb\\rc\\vd")
    'a\\nb\\nc\\nd'
    """
    return _BREAKS.sub("\n", text)


def write(worksheet: Worksheet, row: int, column: int, value: object, style: Format | None = None) -> bool:
    """Write ``value``, and a text as a text, where the library would make a formula or a link of it.

    :return: whether all of it is there: a cell holds no more than ``worksheet.xls_strmax`` characters

    >>> from xlsxwriter import Workbook
    >>> from io import BytesIO
    >>> sheet = Workbook(BytesIO()).add_worksheet()
    >>> [write(sheet, 0, 0, value) for value in ("=1+1", 1.5, None, "", "x" * 40000)]
    [True, True, True, True, False]
    """
    if isinstance(value, str) and value:
        return worksheet.write_string(row, column, with_plain_breaks(value), style) != _CUT
    worksheet.write(row, column, value, style)
    return True
