"""Time zones: which one is meant, and whether two of them show the same time, without the ORM."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache
def is_known(name: str) -> bool:
    """Tell whether this machine knows a time zone of that name.

    >>> is_known("Asia/Bangkok"), is_known("Mars/Olympus"), is_known("../etc")
    (True, False, False)
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def first_zone(*names: str | None) -> str:
    """Return the first of some time zones that this machine knows.

    >>> first_zone(None, "Mars/Olympus", "Asia/Bangkok", "UTC"), first_zone("")
    ('Asia/Bangkok', 'UTC')
    """
    return next((name for name in names if name and is_known(name)), "UTC")


def same_clocks(one: str, other: str, moment: datetime) -> bool:
    """Tell whether clocks in two time zones show the same time, in all of the year after ``moment`` (naive, UTC).

    >>> same_clocks("Asia/Bangkok", "Asia/Jakarta", datetime(2027, 1, 1))
    True

    London shows UTC in winter, and not in summer; Arizona's clocks never change:

    >>> same_clocks("Europe/London", "UTC", datetime(2027, 1, 1))
    False
    >>> same_clocks("America/Phoenix", "America/Denver", datetime(2027, 1, 1))
    False
    """
    # Clocks are changed for months at a time: nothing is missed between two of these moments.
    moments = [(moment + timedelta(weeks=n)).replace(tzinfo=UTC) for n in range(53)]
    zones = ZoneInfo(one), ZoneInfo(other)
    return all(len({each.astimezone(zone).utcoffset() for zone in zones}) == 1 for each in moments)


def is_clock_of(zone: str, country_zones: Sequence[str], moment: datetime) -> bool:
    """Tell whether clocks somewhere in a country show the time of ``zone``.

    >>> is_clock_of("Asia/Jakarta", ["Asia/Bangkok"], datetime(2027, 1, 1))
    True
    >>> is_clock_of("UTC", ["Asia/Bangkok"], datetime(2027, 1, 1))
    False
    """
    return any(is_known(each) and same_clocks(zone, each, moment) for each in country_zones)


def choose_zone(schedule: str | None, country_zones: Sequence[str], people: Sequence[str | None], moment: datetime):
    """Return the time zone in which a company counts its days, as far as anybody has said.

    That of its working schedule, or the only one of its country, or the first of those of the people who run the
    launch. UTC is what a schedule says when nobody was asked, so it counts only in a country whose clocks show it.

    >>> new_year = datetime(2027, 1, 1)
    >>> choose_zone("Asia/Kolkata", ["Asia/Bangkok"], ["Europe/Brussels"], new_year)
    'Asia/Kolkata'
    >>> choose_zone("UTC", ["Asia/Bangkok"], ["Europe/Brussels"], new_year)
    'Asia/Bangkok'
    >>> choose_zone("UTC", ["America/New_York", "America/Denver"], [None, "America/Denver"], new_year)
    'America/Denver'
    >>> choose_zone("UTC", ["Africa/Abidjan"], ["Europe/Brussels"], new_year), choose_zone(None, [], [], new_year)
    ('UTC', 'UTC')
    """
    if schedule and is_known(schedule):
        unasked = same_clocks(schedule, "UTC", moment) and not is_clock_of(schedule, country_zones, moment)
        if not unasked:
            return schedule
    only = country_zones[0] if len(country_zones) == 1 else None
    return first_zone(only, *people)
