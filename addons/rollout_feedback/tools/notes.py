"""What becomes of the notes that came in between two releases, without the ORM."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from secrets import SystemRandom

from odoo.addons.rollout_phase.tools.log_entry import LogEntry


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


def plan_notes(notes: list[LogEntry], minimum: int, staff: Mapping[int, int]) -> list[LogEntry]:
    """Return ``notes`` in random order, each with its phase only where that may be named.

    Nobody knows how many people wrote: one may have written twice. A phase is therefore named
    only if as many notes came from it, and as many people work in it, as the minimum says, and if
    the notes without a phase don't give another one away.

    :param staff: people by phase

    >>> def note(phase_id, source="kiosk"):
    ...     return LogEntry(summary="Slow", phase_id=phase_id, source=source)
    >>> def named(notes, staff):
    ...     return sorted(str(note.phase_id) for note in plan_notes(notes, 5, staff))
    >>> five = [note(1)] * 5
    >>> named(five, {1: 8})
    ['1', '1', '1', '1', '1']
    >>> named(five, {1: 4})
    ['None', 'None', 'None', 'None', 'None']

    A single note from elsewhere would stand out, and so the others lose their phase with it:

    >>> set(named(five + [note(2)], {1: 8, 2: 9}))
    {'None'}

    So would all notes of a small phase, if it were the only one without its name:

    >>> set(named(five + [note(2)] * 5, {1: 8, 2: 3}))
    {'None'}

    A note shows its ``source``, so each way in is looked at by itself:

    >>> sorted(named([*five, note(None, "email")], {1: 8}))
    ['1', '1', '1', '1', '1', 'None']
    """
    counts = {}
    for note in notes:
        counts.setdefault(note.source, Counter())[note.phase_id] += 1
    visible = {source: _visible_phases(count, minimum, staff) for source, count in counts.items()}
    placed = [
        replace(note, phase_id=note.phase_id if note.phase_id in visible[note.source] else None) for note in notes
    ]
    return SystemRandom().sample(placed, len(placed))


def _visible_phases(counts: Mapping[int | None, int], minimum: int, staff: Mapping[int, int]) -> set[int]:
    """Return the phases that may be named. What stays without a name is nothing, or ``minimum`` notes of two
    phases or more in which as many people work."""
    visible = sorted(
        (phase for phase in counts if phase and counts[phase] >= minimum <= staff.get(phase, 0)), key=counts.__getitem__
    )
    hidden = [phase for phase in counts if phase not in visible]
    while (
        hidden
        and visible
        and (
            len(hidden) < 2
            or sum(counts[phase] for phase in hidden) < minimum
            # Of those who belong to no phase nobody knows how many they are.
            or sum(staff.get(phase, 0) for phase in hidden) < minimum
        )
    ):
        hidden.append(visible.pop(0))
    return set(visible)
