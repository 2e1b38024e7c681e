import logging
import threading

from odoo.tests import tagged

from ..tools.access_log import FeedbackAccessFilter, install
from .common_http import FeedbackHttpCase


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


@tagged("post_install", "-at_install")
class TestAccessLog(FeedbackHttpCase):
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

    def test_line_names_neither_token_nor_client(self):
        stamp = self._get_stamp()
        requests = {
            "GET": self._open,
            "HEAD": lambda: self.url_open(self._get_path() + "?lang=en_US&x=1", method="HEAD"),
            "POST": lambda: self._post({"comment": "Tell-tale words"}, stamp=stamp),
        }
        for method, request in requests.items():
            with self.subTest(method):
                access, everything = self._read_log(request)
                self.assertIn(f"{method} /rollout/feedback/… HTTP", access)
                self.assertNotIn("127.0.0.1", access)
                self.assertNotIn(self.token[:20], everything)
                self.assertNotIn("Tell-tale", everything)

    def test_other_lines_stay_as_they_are(self):
        access, _all = self._read_log(lambda: self.url_open("/web/login?redirect=%2Fodoo"))
        self.assertIn("GET /web/login?redirect=", access)
        self.assertIn("127.0.0.1", access)

    def test_filter_is_there_once(self):
        install()
        filters = logging.getLogger("werkzeug").filters
        self.assertEqual(len([each for each in filters if isinstance(each, FeedbackAccessFilter)]), 1)

    def test_every_way_in_which_werkzeug_writes(self):
        start = "10.0.0.7 - - [19/Nov/2026 03:00:00] "
        records = (
            self._make_record(start + '"%s" %s %s\n', "GET /rollout/feedback/SECRET HTTP/1.1", "200", "-"),
            self._make_record(start + '"\x1b[33mPOST /th/rollout/feedback/SECRET?a=b HTTP/1.1\x1b[0m" 404 -'),
            self._make_record(start + "code 400, message Bad request ('/rollout/feedback/SECRET')"),
        )
        for record in records:
            self.assertTrue(FeedbackAccessFilter().filter(record), "the line is kept")
            message = record.getMessage()
            self.assertNotIn("SECRET", message)
            self.assertNotIn("10.0.0.7", message)
            self.assertIn("19/Nov/2026", message)

    @staticmethod
    def _make_record(message, *args):
        return logging.LogRecord("werkzeug", logging.INFO, "", 0, message, args, None)
