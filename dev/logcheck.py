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
_LEVELS = {"WARNING", "ERROR", "CRITICAL"}


def is_allowed(logger, message):
    return any(re.search(pattern, logger) and re.search(text, message) for pattern, text, _reason in ALLOWED)


def complaints(log):
    """The lines of a log (a text) that should not be there.

    >>> complaints("2026-01-01 00:00:00,000 7 INFO db odoo.http: fine")
    []
    >>> complaints("2026-01-01 00:00:00,000 7 ERROR db odoo.http: bad\\nTraceback …")
    ['ERROR odoo.http: bad']
    """
    found = []
    for line in log.splitlines():
        match = _LINE.match(line)
        if match and match["level"] in _LEVELS and not is_allowed(match["logger"], match["message"]):
            found.append(f"{match['level']} {match['logger']}: {match['message']}")
    return found
