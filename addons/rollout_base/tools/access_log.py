"""Keep the addresses of pages that open without a login, and their visitors, out of the server's own access log."""

import logging
import re
from functools import cache

# Werkzeug's, and that of Odoo's second server for live connections, which serves every page.
_LOGGERS = ("werkzeug", "longpolling")
_pages: set[str] = set()
_ADDRESS = re.compile(r"^\S+")


def hide(*pages: str):
    """Hide what follows ``/rollout/<page>``: the address is a secret.

    Each addon names its pages where it serves them.
    """
    _pages.update(pages)
    _find.cache_clear()
    for logger in map(logging.getLogger, _LOGGERS):
        # Once, however often addons are loaded.
        if not any(type(each).__name__ == PageFilter.__name__ for each in logger.filters):
            logger.addFilter(PageFilter())


def is_page(path: str) -> bool:
    """Tell whether ``path`` leads to a page for visitors without a login.

    >>> hide("reply", "heard")
    >>> [is_page(path) for path in ("/rollout/reply/x", "/th/rollout/heard", "/odoo/rollout-log", "/my/rollout/1")]
    [True, True, False, False]
    """
    return bool(_find().match(path) or _find().match(path[path.find("/", 1) :]))


@cache
def _find() -> re.Pattern:
    # The path may follow a language, and anything may follow it, written as one likes: all of it up to the protocol.
    path = rf"(/rollout(?:/|%2F)+(?:{'|'.join(sorted(_pages))}))"
    return re.compile(path + r"(?:.*(?= HTTP/\d)|.*)", re.IGNORECASE | re.DOTALL)


class PageFilter(logging.Filter):
    """Take the token and the client's address out of the access log's lines about these pages.

    A line of such a log is the address, the time and, as an argument, the request line. What
    remains says that a page was opened or sent, and with which status.
    """

    def filter(self, record):
        message = record.getMessage()
        if _find().search(message):
            record.msg = _ADDRESS.sub("-", _find().sub(r"\1/…", message))
            record.args = ()
        return True
