"""Who gets which digest, without the ORM."""

from collections.abc import Iterable
from typing import NamedTuple


class Reader(NamedTuple):
    """Somebody who gets a digest.

    ``keys`` are all names by which the same person is known, or the same mailbox: as a user, as an
    employee, by an address.
    """

    model: str
    id: int
    email: str | None
    lang: str
    tz: str
    keys: frozenset


def one_each(readers_by_audience: dict[str, Iterable[Reader]]) -> dict[str, list[Reader]]:
    """Return the same readers, each of them in the first audience alone that they belong to.

    >>> def reader(id_, *keys): return Reader("hr.employee", id_, None, "en_US", "UTC", frozenset(keys))
    >>> chosen = one_each({"lead": [reader(1, "ann")], "staff": [reader(2, "ann", "a@b.c"), reader(3, "bo")]})
    >>> {audience: [each.id for each in readers] for audience, readers in chosen.items()}
    {'lead': [1], 'staff': [3]}

    A mailbox that several people share gets one mail:

    >>> [each.id for each in one_each({"staff": [reader(4, "d", "x@b.c"), reader(5, "e", "x@b.c")]})["staff"]]
    [4]
    """
    seen, result = set(), {}
    for audience, readers in readers_by_audience.items():
        result[audience] = []
        for reader in readers:
            if seen.isdisjoint(reader.keys):
                result[audience].append(reader)
            seen |= reader.keys
    return result
