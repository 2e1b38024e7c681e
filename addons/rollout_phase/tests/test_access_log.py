import logging

from odoo.tests import tagged

from odoo.addons.rollout_base.tools import access_log

from .common import RolloutCase
from .common_access_log import AccessLogCase


@tagged("post_install", "-at_install")
class TestAccessLog(RolloutCase, AccessLogCase):
    def test_line_names_neither_token_nor_client(self):
        token = self.program.page_token
        access, everything = self._read_log(lambda: self.url_open(f"/rollout/expectations/{token}?debug=1"))
        self.assertIn("GET /rollout/expectations/… HTTP", access)
        self.assertNotIn("127.0.0.1", access.splitlines()[0])
        self.assertNotIn(token, everything)

    def test_other_lines_stay_as_they_are(self):
        access, _all = self._read_log(lambda: self.url_open("/web/login?redirect=%2Fodoo"))
        self.assertIn("GET /web/login?redirect=", access)
        self.assertIn("127.0.0.1", access)

    def test_filter_is_there_once(self):
        access_log.hide("expectations")
        for name in ("werkzeug", "longpolling"):
            filters = logging.getLogger(name).filters
            self.assertEqual(len([each for each in filters if isinstance(each, access_log.PageFilter)]), 1, name)

    def test_every_way_in_which_werkzeug_writes(self):
        start = "10.0.0.7 - - [19/Nov/2026 03:00:00] "
        records = (
            self._make_record(start + '"%s" %s %s\n', "GET /rollout/expectations/SECRET HTTP/1.1", "200", "-"),
            self._make_record(start + '"\x1b[33mPOST /th/rollout/expectations/SECRET?a=b HTTP/1.1\x1b[0m" 404 -'),
            *(
                self._make_record(start + f'"GET {path} HTTP/1.1" 404 -')
                for path in (
                    '/rollout/expectations/"SECRET',
                    "/rollout/expectations/\N{NO-BREAK SPACE}SECRET",
                    "/rollout/expectations/\N{LINE SEPARATOR}SECRET",
                    "/rollout/expectations/x HTTP/SECRET",
                    "/rollout%2Fexpectations/SECRET",
                    "/rollout//expectations/SECRET",
                )
            ),
            self._make_record(start + "code 400, message Bad request ('/rollout/expectations/SECRET')"),
        )
        for record in records:
            self.assertTrue(access_log.PageFilter().filter(record), "the line is kept")
            message = record.getMessage()
            self.assertNotIn("SECRET", message)
            self.assertNotIn("10.0.0.7", message)
            self.assertIn("19/Nov/2026", message)

    @staticmethod
    def _make_record(message, *args):
        return logging.LogRecord("werkzeug", logging.INFO, "", 0, message, args, None)
