"""Which year somebody meant who wrote one that can't be, without the ORM.

People write the years of their own calendar, two digits of a year, or a slip of the finger. What was meant is
only ever proposed, never taken.
"""

from collections.abc import Iterator
from datetime import date

# How many years before and after the current one a date of a launch may lie: what was measured longer ago compares
# with nothing, and nobody plans further ahead.
YEARS = 10

# What is ahead of or behind the Common Era, with the month and day after which it is one year more. Those of
# calendars that share our months and days have none.
BUDDHIST, MINGUO, REIWA = "buddhist", "minguo", "reiwa"
HIJRI, SOLAR_HIJRI, HEBREW, SAKA, VIKRAM = "hijri", "solar_hijri", "hebrew", "saka", "vikram"
_YEARLY = {BUDDHIST: -543, MINGUO: 1911, REIWA: 2018}
_OWN_MONTHS = {
    SOLAR_HIJRI: (621, (10, 10)),
    VIKRAM: (-57, (9, 16)),
    SAKA: (78, (10, 10)),
    HEBREW: (-3761, (4, 20)),
}


def known_years(today: date) -> range:
    """Return the years in which a date of a launch may lie.

    >>> known_years(date(2026, 11, 28))
    range(2016, 2037)
    """
    return range(today.year - YEARS, today.year + YEARS + 1)


def guess_year(day: date, years: range) -> tuple[int, str | None, int] | None:
    """Return what year was meant by ``day``, whose own can't be: the year, and in which calendar it was written how.

    The calendar is None for a year of the Common Era; None is returned where nothing fits.

    >>> years = range(2016, 2037)
    >>> guess_year(date(2570, 1, 31), years), guess_year(date(1970, 1, 31), years)
    ((2027, 'buddhist', 2570), (2027, 'buddhist', 2570))
    >>> guess_year(date(70, 1, 31), years), guess_year(date(27, 1, 31), years), guess_year(date(2207, 1, 31), years)
    ((2027, 'buddhist', 2570), (2027, None, 2027), (2027, None, 2027))
    >>> guess_year(date(1448, 8, 22), years), guess_year(date(1448, 3, 1), years), guess_year(date(1405, 11, 11), years)
    ((2027, 'hijri', 1448), (2026, 'hijri', 1448), (2027, 'solar_hijri', 1405))
    >>> guess_year(date(116, 1, 31), years), guess_year(date(2083, 10, 17), years), guess_year(date(3027, 1, 31), years)
    ((2027, 'minguo', 116), (2027, 'vikram', 2083), (2027, None, 2027))
    >>> guess_year(date(9, 1, 31), years), guess_year(date(5787, 5, 23), years), guess_year(date(4711, 1, 1), years)
    ((2027, 'reiwa', 9), (2027, 'hebrew', 5787), None)
    """
    return next(((year, *written) for year, *written in _guesses(day, years) if year in years), None)


def _guesses(day: date, years: range) -> Iterator[tuple[int, str | None, int]]:
    """Yield what may have been meant, the most likely first."""
    year, month_day = day.year, (day.month, day.day)
    yield year + _YEARLY[BUDDHIST], BUDDHIST, year
    century = years[0] // 100 * 100
    if year < 100:
        yield century + year, None, century + year
    if year < 100 or 1900 <= year < 2100:
        # Two digits, which a computer has made a year of its own century.
        yield 2500 + year % 100 + _YEARLY[BUDDHIST], BUDDHIST, 2500 + year % 100
    for calendar in (MINGUO, REIWA):
        yield year + _YEARLY[calendar], calendar, year
    yield _hijri_year(day), HIJRI, year
    for calendar, (ahead, new_year) in _OWN_MONTHS.items():
        yield year + ahead + (month_day > new_year), calendar, year
    digits = f"{year:04d}"
    swapped = {
        int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
        for place in range(len(digits) - 1)
    }
    for each in sorted(swapped):
        yield each, None, each
    if century % 1000 == year // 100 % 10 * 100 or century // 1000 == year // 1000:
        # One wrong digit among the first two, which are the same for all years that can be.
        yield century + year % 100, None, century + year % 100


def _hijri_year(day: date) -> int:
    """Return the year of the Common Era in which a day of the tabular Islamic calendar falls."""
    days = (11 * day.year + 3) // 30 + 354 * day.year + 30 * day.month - (day.month - 1) // 2 + day.day - 385
    # Counted from the same day as Python's ordinals.
    ordinal = days + 1948440 - 1721425
    return date.fromordinal(ordinal).year if 0 < ordinal <= date.max.toordinal() else 0
