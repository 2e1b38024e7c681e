"""Whether scheduled actions still run, judged from their times, without the ORM."""

from datetime import datetime, timedelta

# Without any scheduled action for so long, it is said.
SILENCE = timedelta(minutes=20)
# A scheduler looks for work at least once a minute; what is due only just now is not overdue.
OVERDUE = timedelta(minutes=5)
# A server that has just been started gets the time to catch up.
START = timedelta(minutes=5)


def silent_since(now: datetime, started: datetime, due: datetime | None, *signs: datetime | None) -> datetime | None:
    """Return since when no scheduled action has run although one was due, or None if all is well.

    A long one that was begun within the last 20 minutes is a sign of life. Where nothing is due, nothing is missing.

    :param started: when this server was started
    :param due: when the first of the active scheduled actions is or was due
    :param signs: when one was last begun or ended, or was installed
    >>> noon = datetime(2026, 3, 2, 12)
    >>> def at(minutes): return noon - timedelta(minutes=minutes)
    >>> silent_since(noon, at(600), at(11), at(21), at(40)) == at(21)
    True

    Not yet; begun a while ago; nothing due; just started; just installed:

    >>> silent_since(noon, at(600), at(10), at(20))
    >>> silent_since(noon, at(600), at(60), at(70), at(15))
    >>> silent_since(noon, at(600), at(-30), at(30))
    >>> silent_since(noon, at(4), at(500), at(510))
    >>> silent_since(noon, at(600), at(11), None, at(11))
    >>> silent_since(noon, at(600), None)
    """
    known = [sign for sign in signs if sign]
    if not due or not known or now - due < OVERDUE or now - started < START:
        return None
    last = max(known)
    return last if now - last > SILENCE else None
