"""What must not stand in Odoo's log: an ERROR, a CRITICAL, or a WARNING that nobody has explained."""

import re

# (logger, message, reason): both are regular expressions, searched for.
ALLOWED = [
    (
        r"^odoo\.service\.server$",
        r"^Exception in _kick_all$",
        "core closes the live connections while they may end by themselves; seen when a server stops with a page open",
    ),
]

_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[^\s:]+): (?P<message>.*)$"
)
# The end of a traceback tells the cause.
_TRACEBACK_LINES = 30
_LEVELS = {"WARNING", "ERROR", "CRITICAL"}


def is_allowed(logger, message):
    return any(re.search(pattern, logger) and re.search(text, message) for pattern, text, _reason in ALLOWED)


def complaints(log):
    """What should not be there in a log (a text): its lines, each with the end of the traceback that belongs to it.

    >>> complaints("2026-01-01 00:00:00,000 7 INFO db odoo.http: fine")
    []
    >>> complaints("2026-01-01 00:00:00,000 7 ERROR db odoo.http: bad\\nTraceback …\\nKeyError: 1")
    ['ERROR odoo.http: bad\\nTraceback …\\nKeyError: 1']
    """
    found, traceback = [], None
    for line in log.splitlines():
        match = _LINE.match(line)
        if not match:
            if traceback is not None:
                traceback.append(line)
        elif match["level"] in _LEVELS and not is_allowed(match["logger"], match["message"]):
            traceback = []
            found.append((f"{match['level']} {match['logger']}: {match['message']}", traceback))
        else:
            traceback = None
    return ["\n".join([line, *traceback[-_TRACEBACK_LINES:]]) for line, traceback in found]
