"""What a weekly review talks about, and in which order; without the ORM."""

from collections.abc import Iterable
from typing import NamedTuple

# From the strongest reason to talk about an item to the weakest.
SECTIONS = ("overdue", "blocked", "new", "costly")
COSTLY_LIMIT = 5


class Entry(NamedTuple):
    """An open item of the log, as far as an agenda needs it.

    ``minutes_lost`` is a week's cost of all people together, so voices are not multiplied into it.
    """

    id: int
    critical: bool = False
    overdue: bool = False
    blocked: bool = False
    new: bool = False
    minutes_lost: float = 0.0
    voices: int = 1


def make_agenda(entries: Iterable[Entry], costly_limit: int = COSTLY_LIMIT) -> list[tuple[str, int]]:
    """Return ``(section, id)`` in the order of the meeting.

    Each item stands once, in the first section of :data:`SECTIONS` that fits. Within a section
    critical items come first, then what costs most, then what most people said, then the older.
    A critical item stays on the agenda as long as it is open. The costly section takes the
    ``costly_limit`` most expensive of the rest, and critical ones beyond that.

    >>> make_agenda([
    ...     Entry(1, new=True), Entry(2, new=True, critical=True), Entry(3, overdue=True, new=True),
    ...     Entry(4, minutes_lost=60), Entry(5, voices=3), Entry(6),
    ... ])
    [('overdue', 3), ('new', 2), ('new', 1), ('costly', 4), ('costly', 5)]
    >>> make_agenda([Entry(1, minutes_lost=9), Entry(2, minutes_lost=10), Entry(3, critical=True)], 1)
    [('costly', 3), ('costly', 2)]
    >>> make_agenda([])
    []
    """
    agenda, taken = [], 0
    for section, entry in sorted(((_section(e), e) for e in entries), key=_rank):
        if section == "costly" and not entry.critical:
            if taken == costly_limit or not (entry.minutes_lost > 0 or entry.voices > 1):
                continue
            taken += 1
        agenda.append((section, entry.id))
    return agenda


def _section(entry: Entry) -> str:
    return next((section for section in SECTIONS[:-1] if getattr(entry, section)), SECTIONS[-1])


def _rank(pair: tuple[str, Entry]) -> tuple:
    section, entry = pair
    return SECTIONS.index(section), not entry.critical, -entry.minutes_lost, -entry.voices, entry.id
