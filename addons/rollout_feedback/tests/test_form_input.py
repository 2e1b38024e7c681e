from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from odoo.tests import tagged

from ..controllers.page import SCRIPT
from ..tools.link_token import TOKEN_LENGTH
from .common_http import FeedbackHttpCase

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}<t t-out='1'/>%s\x00"


@tagged("post_install", "-at_install")
class TestFormInput(FeedbackHttpCase):
    def test_wrong_tokens_look_alike(self):
        flipped = self.token[:-2] + ("A" if self.token[-2] != "A" else "B") + self.token[-1]
        pages = set()
        for token in (
            "",
            "x",
            flipped,
            self.token + "A",
            self.token[:-1],
            "A" * TOKEN_LENGTH,
            "A" * 513,
            "A" * 20000,
            "ไทย",
            "%ff%fe",
            "%00",
            "a/b/c",
            "..%2f..%2fetc",
            "<script>alert(1)</script>",
        ):
            for data in (None, {"mood": "1", "page": "x"}):
                with self.subTest(token=token[:40], sent=bool(data)):
                    response = self.url_open(self._get_path(token), data=data)
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn("Set-Cookie", response.headers)
                    pages.add(response.text)
        self.assertEqual(len(pages), 1)
        self.assertFalse(self._get_sealed())

    def test_files_are_no_text(self):
        stamp = self._get_stamp()
        for name in ("lang", "page", "mood", "comment", "sender_name"):
            with self.subTest(name=name):
                response = self._post({}, stamp=stamp, files={name: ("a.txt", b"1")})
                self.assertEqual(response.status_code, 422)
        for path, name in (("feedback", "token"), ("kiosk", "token"), ("heard", "token"), ("reply", "secret")):
            for method in ("GET", "POST"):
                url = f"{self.base_url()}/rollout/{path}"
                files = {name: ("a.txt", b"1")}
                response = self.opener.request(method, url, data={"page": stamp}, files=files, timeout=60)
                self.assertEqual(response.status_code, 404 if (path, method) != ("heard", "POST") else 405)
        self.assertFalse(self._get_sealed())

    def test_no_error_page_tells_what_the_server_runs(self):
        # A body that no form has fails on the way to the page that says so.
        files = {f"part{number}": (None, "x") for number in range(1100)}
        for path in ("/rollout/feedback/x", "/xx/rollout/reply/x"):
            response = self.url_open(f"{path}?debug=1", files=files)
            self.assertEqual(response.status_code, 413)
            self.assertNotIn("Traceback", response.text)

    def test_token_of_another_server(self):
        self.env["ir.config_parameter"].set_param("database.secret", "another secret")
        self.assertEqual(self._open().status_code, 404)

    def test_nothing_filled_in(self):
        for data in ({}, {"mood": "", "comment": "  \n "}, {"sender_name": "Mali"}):
            response = self._post(data)
            self.assertEqual(response.status_code, 422)
            self.assertIn("Nothing is filled in yet", response.text)
        self.assertFalse(self._get_sealed())
        self.assertEqual(self._post({"mood": "1"}).status_code, 200, "the link is not spent")

    def test_too_long(self):
        response = self._post({"comment": "word " * 1000, "mood": "2"})
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.content)
        self.assertEqual(page.xpath("//textarea")[0].text, ("word " * 1000).strip())
        self.assertEqual(page.xpath("//input[@name='mood'][@checked]/@value"), ["2"])
        self.assertIn("too long", response.text)

    def test_a_megabyte(self):
        for size in (1024**2, 3 * 1024**2):
            response = self._post({"comment": "x" * size})
            self.assertEqual(response.status_code, 422)
            self.assertIn("too long", response.text)
            self.assertLess(len(response.text), 40000)
        self.assertFalse(self._get_sealed())
        self.assertEqual(self._post({"mood": "1"}).status_code, 200)

    def test_more_than_any_form(self):
        response = self._post({"comment": "x" * 6 * 1024**2})
        self.assertEqual(response.status_code, 413)
        self.assertFalse(self._get_sealed())

    def test_markup_is_shown_literally_and_kept(self):
        response = self._post({"comment": EVIL, "sender_name": EVIL[:90], "manual_hours": EVIL})
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.content)
        self.assertEqual(page.xpath("//script/text()"), [SCRIPT])
        self.assertFalse(page.xpath("//img | //*[@onerror]"))
        self.assertEqual(page.xpath("//textarea")[0].text, EVIL.replace("\x00", ""))
        self.assertIn("Thank you", self._post({"comment": EVIL, "sender_name": EVIL[:90]}).text)
        self.assertEqual(self._get_sealed().payload["comment"], EVIL.replace("\x00", ""))

    def test_files_and_repeated_fields(self):
        response = self._post({"mood": ["1", "2"], "comment": "x"}, files={"comment": ("c.txt", b"\x00" * 100)})
        self.assertIn(response.status_code, (200, 422))
        response = self.url_open(self._get_path(), data=b"{", headers={"Content-Type": "application/json"})
        self.assertLess(response.status_code, 500)

    def test_other_methods(self):
        for method in ("PUT", "DELETE", "PATCH"):
            self.assertEqual(self.url_open(self._get_path(), method=method).status_code, 405)

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        st.dictionaries(
            st.sampled_from(["mood", "workload", "manual_hours", "kind", "comment", "sender_name", "lang"]),
            st.text(max_size=60),
        )
    )
    def test_whatever_is_sent(self, data):
        """Any text in any field: a clear page, and what is accepted is what was typed."""
        token = self._issue(self.wave)
        before = len(self._get_sealed())
        response = self._post(data, token=token, stamp=self._get_stamp(token))
        self.assertIn(response.status_code, (200, 422))
        self.assertEqual(len(self._get_sealed()) - before, response.status_code == 200)
