from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_access_log import AccessLogCase

from .common_http import FeedbackHttpCase


@tagged("post_install", "-at_install")
class TestAccessLog(FeedbackHttpCase, AccessLogCase):
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
