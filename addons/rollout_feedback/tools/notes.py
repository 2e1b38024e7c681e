"""What becomes of the notes that came in between two releases, without the ORM.

A note is a dict with ``phase_id`` (int or None) and whatever else is to be logged.
"""

from collections import Counter
from collections.abc import Mapping
from secrets import SystemRandom

from .minimum_group import visible_groups


def is_time(waiting: int, minimum: int, week: str, oldest_week: str | None) -> bool:
    """Tell whether the notes of a program may be opened tonight.

    They wait until enough of them are together, but not longer than until their week is over.

    :param week: the current ISO week
    :param oldest_week: that of the oldest note that waits, None if none does

    >>> is_time(5, 5, "2026-W47", "2026-W47"), is_time(4, 5, "2026-W47", "2026-W47")
    (True, False)
    >>> is_time(1, 5, "2026-W48", "2026-W47"), is_time(0, 5, "2026-W48", None)
    (True, False)
    """
    return bool(waiting) and (waiting >= minimum or oldest_week < week)


def plan_notes(notes: list[dict], minimum: int, staff: Mapping[int, int]) -> list[dict]:
    """Return ``notes`` in random order, each with its phase only where that may be named.

    Nobody knows how many people wrote: one may have written twice. A phase is therefore named
    only if as many notes came from it, and as many people work in it, as the minimum says, and if
    the notes without a phase don't give another one away.

    :param staff: people by phase

    >>> def named(notes, staff):
    ...     return sorted(str(note["phase_id"]) for note in plan_notes(notes, 5, staff))
    >>> five = [{"phase_id": 1}] * 5
    >>> named(five, {1: 8})
    ['1', '1', '1', '1', '1']
    >>> named(five, {1: 4})
    ['None', 'None', 'None', 'None', 'None']

    A single note from elsewhere would stand out, and so the others lose their phase with it:

    >>> set(named(five + [{"phase_id": 2}], {1: 8, 2: 9}))
    {'None'}
    """
    large = {phase for phase, people in staff.items() if people >= minimum}
    placed = [{**note, "phase_id": note["phase_id"] if note["phase_id"] in large else None} for note in notes]
    visible = visible_groups(Counter(note["phase_id"] for note in placed), minimum)
    placed = [{**note, "phase_id": note["phase_id"] if note["phase_id"] in visible else None} for note in placed]
    return SystemRandom().sample(placed, len(placed))
