"""Keep the visitors of the pages without a login out of the server's own access log."""

import logging
import re

PAGES = ("feedback", "reply", "heard", "kiosk")
# The path may follow a language, and a query may follow the token.
_PATH = re.compile(rf"(/rollout/(?:{'|'.join(PAGES)}))[^\s\"]*")
_ADDRESS = re.compile(r"^\S+")


def is_page(path: str) -> bool:
    """Tell whether ``path`` leads to a page for visitors without a login.

    >>> [is_page(path) for path in ("/rollout/reply/x", "/th/rollout/heard", "/odoo/rollout-log", "/my/rollout/1")]
    [True, True, False, False]
    """
    return bool(_PATH.match(path) or _PATH.match(path[path.find("/", 1) :]))


class FeedbackAccessFilter(logging.Filter):
    """Take the token and the client's address out of the access log's lines about these pages.

    A line of Werkzeug's log is the address, the time and, as an argument, the request line. What
    remains says that a page was opened or sent, and with which status.
    """

    def filter(self, record):
        message = record.getMessage()
        if _PATH.search(message):
            record.msg = _ADDRESS.sub("-", _PATH.sub(r"\1/…", message))
            record.args = ()
        return True


def install():
    """Filter Werkzeug's access log, once however often the addon is loaded."""
    logger = logging.getLogger("werkzeug")
    if not any(type(each).__name__ == FeedbackAccessFilter.__name__ for each in logger.filters):
        logger.addFilter(FeedbackAccessFilter())
