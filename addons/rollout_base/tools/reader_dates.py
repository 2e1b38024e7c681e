"""Dates in the calendar of their reader.

In Thai a browser shows the years of the Buddhist Era, 2570 for 2027, and so does Odoo's web client in its fields.
Babel, with which Odoo's server formats, knows the Common Era alone. What the suite writes for people goes through
here, so that one date has one year, on screens as in mails and on paper. What machines read stays as it is.
"""

import re
from collections.abc import Callable
from datetime import date

from odoo import tools
from odoo.tools.misc import babel_locale_parse, get_lang, posix_to_ldml

# Years ahead of the Common Era, by language.
_YEARS_AHEAD = {"th": 543}

_STYLES = ("short", "medium", "long", "full")
# What is quoted, the name of an era, and a year, in a pattern as Babel reads it.
_PART = re.compile(r"'[^']*'|G+\s*|y+|Y+|u+")


def years_ahead(lang_code: str) -> int:
    """Return how far the years that people read in a language are ahead of the Common Era.

    >>> years_ahead("th_TH"), years_ahead("en_US"), years_ahead("thv_DZ")
    (543, 0, 0)
    """
    return _YEARS_AHEAD.get(lang_code.replace("-", "_").partition("_")[0], 0)


def shift_pattern(pattern: str, ahead: int, year_of: Callable[[str], str]) -> str:
    """Return a pattern of Babel's with its years written out, ``ahead`` of those that Babel would write.

    :param year_of: what Babel writes for one letter of a year

    >>> shift_pattern("d MMMM G y", 543, lambda letter: "2027"), shift_pattern("dd/MM/yy", 543, lambda letter: "2027")
    ('d MMMM 2570', 'dd/MM/70')
    >>> shift_pattern("'y' yyyy, 'W'w YYYY", 543, {"y": "2026", "Y": "2027"}.get)
    "'y' 2569, 'W'w 2570"
    """

    def write(match):
        part = match[0]
        if part[0] in "'G":
            # The number says by itself which era it is of, and a browser leaves it out as well.
            return part if part[0] == "'" else ""
        year = int(year_of(part[0])) + ahead
        return f"{year % 100:02d}" if len(part) == 2 else str(year)

    return _PART.sub(write, pattern)


def format_date(env, value, lang_code: str | None = None, date_format: str | bool = False) -> str:
    """Do what Odoo's ``format_date`` does, in the calendar of the reader's language."""
    lang = get_lang(env, lang_code)
    ahead = years_ahead(lang.code)
    if not value or not ahead:
        return tools.format_date(env, value, lang_code, date_format)
    locale = babel_locale_parse(lang.code)
    if date_format in _STYLES:
        pattern = locale.date_formats[date_format].pattern
    else:
        pattern = date_format or posix_to_ldml(lang.date_format, locale=locale)
    pattern = shift_pattern(pattern, ahead, lambda letter: tools.format_date(env, value, lang_code, letter))
    return tools.format_date(env, value, lang_code, pattern)


def format_datetime(env, value, tz: str | bool = False, dt_format: str = "medium", lang_code: str | None = None) -> str:
    """Do what Odoo's ``format_datetime`` does, in the calendar of the reader's language.

    :param dt_format: "medium" for the language's own formats, or a pattern of Babel's
    """
    lang = get_lang(env, lang_code)
    ahead = years_ahead(lang.code)
    if not value or not ahead:
        return tools.format_datetime(env, value, tz, dt_format, lang_code)
    locale = babel_locale_parse(lang.code)
    if not dt_format or dt_format == "medium":
        dt_format = " ".join(posix_to_ldml(part, locale=locale) for part in (lang.date_format, lang.time_format))
    pattern = shift_pattern(dt_format, ahead, lambda letter: tools.format_datetime(env, value, tz, letter, lang_code))
    return tools.format_datetime(env, value, tz, pattern, lang_code)


def format_week(env, week: str, lang_code: str | None = None) -> str:
    """Return an ISO week such as "2026-W47", as it is stored, with the year of the reader's language."""
    if not week:
        return ""
    year, number = week.split("-W")
    return f"{int(year) + years_ahead(get_lang(env, lang_code).code):04d}-W{number}"


def week_of(env, day: date) -> tuple[int, int]:
    """Return the ISO week of a day: its number, and its year in the calendar of the reader's language."""
    year, week, _weekday = day.isocalendar()
    return week, year + years_ahead(get_lang(env).code)
