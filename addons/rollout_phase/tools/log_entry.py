"""What somebody should look at, on its way into the log; without the ORM."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """One entry for ``rollout.program._log_intake``, from whatever way it came; all texts are plain text.

    >>> LogEntry(summary="Slow", kind="confusion").source
    'other'
    >>> LogEntry(summary="Slow", colour="red")
    Traceback (most recent call last):
    TypeError: LogEntry.__init__() got an unexpected keyword argument 'colour'
    """

    # One line.
    summary: str
    description: str = ""
    # issue, confusion, frustration, request, forgotten_workflow or process_gap; the log refuses others.
    kind: str = "issue"
    # The way in which it came, such as form or freeze; an addon with a way of its own adds it to the log's.
    source: str = "other"
    # A phase of the program.
    phase_id: int | None = None
    critical: bool = False
    # A week.
    minutes_lost: float = 0.0
    # What it is about: one line, and a path in Odoo.
    origin: str = ""
    origin_url: str = ""
    # The user who gave their name.
    reporter_id: int | None = None
    # The answers of the weekly form behind it.
    feedback_ids: Sequence[int] = ()
