import logging
import threading

from odoo.tests import HttpCase


class Collector(logging.Handler):
    """Keep what is logged, and tell when the access log has its line."""

    def __init__(self):
        super().__init__()
        self.messages = []
        self.has_line = threading.Event()

    def emit(self, record):
        self.messages.append((record.name, record.getMessage()))
        if record.name == "werkzeug":
            self.has_line.set()


class AccessLogCase(HttpCase):
    def _read_log(self, request):
        """Return the access log's line, and all that any logger says, while a request is served."""
        collector = Collector()
        logging.getLogger().addHandler(collector)
        # A test run may be told to be quiet; a server writes these lines.
        access_log = logging.getLogger("werkzeug")
        level = access_log.level
        access_log.setLevel(logging.INFO)
        try:
            request()
            # The server writes its line after the answer has left.
            self.assertTrue(collector.has_line.wait(10))
        finally:
            access_log.setLevel(level)
            logging.getLogger().removeHandler(collector)
        access = [message for name, message in collector.messages if name == "werkzeug"]
        return "\n".join(access), "\n".join(message for _name, message in collector.messages)
