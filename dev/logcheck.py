"""What must not stand in Odoo's log: an ERROR, a CRITICAL, or a WARNING that nobody has explained."""

import re

# (logger, message, reason): both are regular expressions, searched for; a dot in the message may be a new line.
ALLOWED = [
    (
        r"^odoo\.service\.server$",
        r"^Exception in _kick_all\b",
        "core closes the live connections while they may end by themselves; seen when a server stops with a page open",
    ),
    (
        r"^odoo\.sql_db$",
        r'^bad query: .{0,9}UPDATE "(discuss_channel_member|mail_presence)".*\nERROR: could not serialize access',
        "core's pages mark a message as fetched and as read at once, or note twice that somebody is there; seen with "
        "two pages open: core tries the later of the two again, or notes it a little later",
    ),
    (
        r"^odoo\.addons\.bus\.websocket$",
        r"^could not serialize access due to concurrent update",
        "what follows from the second of these",
    ),
]

_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[^\s:]+): (?P<message>.*)$"
)
# The end of a traceback tells the cause.
_TRACEBACK_LINES = 30
_LEVELS = {"WARNING", "ERROR", "CRITICAL"}


def is_allowed(logger, message):
    return any(re.search(pattern, logger) and re.search(text, message, re.DOTALL) for pattern, text, _reason in ALLOWED)


def complaints(log):
    """What should not be there in a log (a text): its lines, each with the end of the traceback that belongs to it.

    >>> complaints("2026-01-01 00:00:00,000 7 INFO db odoo.http: fine")
    []
    >>> complaints("2026-01-01 00:00:00,000 7 ERROR db odoo.http: bad\\nTraceback …\\nKeyError: 1")
    ['ERROR odoo.http: bad\\nTraceback …\\nKeyError: 1']
    >>> complaints("2026-01-01 00:00:00,000 7 ERROR db odoo.service.server: Exception in _kick_all\\nTraceback …")
    []
    >>> query = '2026-01-01 00:00:00,000 7 ERROR db odoo.sql_db: bad query: UPDATE "%s"\\nERROR: could not serialize %s'
    >>> complaints(query % ("discuss_channel_member", "access due to concurrent update"))
    []
    >>> len(complaints(query % ("rollout_wave", "access due to concurrent update")))
    1
    """
    entries = []
    for line in log.splitlines():
        if match := _LINE.match(line):
            entries.append((match, []))
        elif entries:
            entries[-1][1].append(line)
    return [
        "\n".join([f"{match['level']} {match['logger']}: {match['message']}", *more[-_TRACEBACK_LINES:]])
        for match, more in entries
        if match["level"] in _LEVELS and not is_allowed(match["logger"], "\n".join([match["message"], *more]))
    ]
