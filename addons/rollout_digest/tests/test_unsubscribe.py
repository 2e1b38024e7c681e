import itertools

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_access_log import AccessLogCase

from .common import MONDAY, DigestCase, bangkok


@tagged("post_install", "-at_install")
class TestUnsubscribe(DigestCase, AccessLogCase):
    def setUp(self):
        super().setUp()
        self.program.digest_staff = True
        self.ann, self.bo = self.employees[:2]
        self.path = f"/rollout/digest/{self._get_token(self.ann)}"
        # Other programs of the database have their own.
        self.known = self._count_optouts()

    def _post(self, path=None, body=b"List-Unsubscribe=One-Click", **headers):
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.url_open(path or self.path, data=body, headers=headers)

    def _count_optouts(self):
        return self.env["rollout.digest.optout"].search_count([])

    def _is_stopped(self, employee=None):
        self.env.invalidate_all()
        employee = employee or self.ann
        return bool(self.env["rollout.digest.optout"].search([("employee_id", "=", employee.id)]))

    def test_looking_changes_nothing(self):
        for _twice in range(2):
            page = self.url_open(self.path)
            self.assertEqual(page.status_code, 200)
            self.assertTrue(page.text.startswith("<!DOCTYPE html>"))
            self.assertIn("Nothing has been changed yet", page.text)
            self.assertNotIn("ann@launching", page.text.lower())
        self.assertEqual(self.url_open(self.path, method="HEAD").status_code, 200)
        self.assertFalse(self._is_stopped())

    def test_one_click(self):
        self._run(bangkok(MONDAY, 8))
        self.assertTrue(self._mails(self.ann.work_email))
        self._mails().unlink()
        for _twice in range(2):
            answer = self._post()
            self.assertEqual(answer.status_code, 200)
            self.assertIn("any more", answer.text)
            self.assertTrue(self._is_stopped())
        self.assertEqual(self._count_optouts(), self.known + 1)
        self._run(bangkok(MONDAY.replace(day=20), 8))
        self.assertFalse(self._mails(self.ann.work_email))
        self.assertTrue(self._mails(self.bo.work_email))

    def test_one_click_as_multipart(self):
        boundary = "frontier"
        part = 'Content-Disposition: form-data; name="List-Unsubscribe"'
        body = f"--{boundary}\r\n{part}\r\n\r\nOne-Click\r\n--{boundary}--\r\n"
        answer = self._post(body=body.encode(), **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(self._is_stopped())

    def test_the_log_knows_no_link(self):
        """Whoever has a reader's link can end or resume that reader's digest."""
        token = self.path.rpartition("/")[2]
        for method, request in {"GET": lambda: self.url_open(f"{self.path}?x=1"), "POST": self._post}.items():
            with self.subTest(method):
                access, everything = self._read_log(request)
                self.assertIn(f"{method} /rollout/digest/… HTTP", access)
                self.assertNotIn(token, everything)
                self.assertNotIn("127.0.0.1", access)

    def test_back_again_from_the_page(self):
        self._post(f"/rollout/digest/{self._get_token(self.bo)}")
        self._post(body=b"choice=stop")
        self.assertIn("Subscribe again", self.url_open(self.path).text)
        for _twice in range(2):
            answer = self._post(body=b"choice=resume")
            self.assertEqual(answer.status_code, 200)
            self.assertFalse(self._is_stopped())
        self.assertIn("Nothing has been changed yet", answer.text)
        self.assertTrue(self._is_stopped(self.bo), "everybody decides for themselves")

    def test_back_again_in_odoo(self):
        self._post()
        own = self.program.with_user(self.champion)  # who is Ann
        self.assertTrue(own.is_digest_stopped)
        self.assertFalse(self.program.with_user(self.staff).is_digest_stopped)
        own.action_resume_digest()
        self.assertFalse(self._is_stopped())
        self._post()
        as_lead = self.program.with_user(self.lead)
        self.assertEqual(as_lead.digest_optout_count, 1)
        optouts = (
            self.env["rollout.digest.optout"]
            .with_user(self.lead)
            .search(as_lead.action_view_digest_optouts()["domain"])
        )
        self.assertEqual(optouts.display_name, "Ann")
        optouts.action_resubscribe()
        self.assertFalse(self._is_stopped())

    def test_a_user_too(self):
        self._post(f"/rollout/digest/{self._get_token(self.sponsor)}")
        self._run(bangkok(MONDAY, 8))
        self.assertFalse(self._mails(self.sponsor.email))
        self.assertTrue(self._mails(self.lead.email))
        self.assertTrue(self.program.with_user(self.sponsor).is_digest_stopped)

    def test_another_program_goes_on(self):
        other = self.program.copy({"name": "Other"})
        self._new_phase(self.department, program_id=other.id)
        self._post()
        self._run(bangkok(MONDAY, 8))
        self.assertFalse(self._mails(self.ann.work_email))
        self.assertTrue(self.env["mail.mail"].search([("email_to", "=", self.ann.work_email)]))

    def test_a_link_is_good_for_its_reader_alone(self):
        token = self._get_token(self.ann)
        for wrong in (
            token.replace(f"e{self.ann.id}-", f"e{self.bo.id}-"),
            token.replace("e", "u", 1),
            f"{self.program.id + 1}{token[len(str(self.program.id)) :]}",
            token[:-1] + ("0" if token[-1] != "0" else "1"),
        ):
            self.assertEqual(self._post(f"/rollout/digest/{wrong}").status_code, 404)
        self.assertEqual(self._count_optouts(), self.known)

    def test_whoever_is_gone_gets_a_clear_word(self):
        token = self._get_token(self.employees[3])
        self.employees[3].unlink()
        self.env.flush_all()
        self.assertEqual(self._post(f"/rollout/digest/{token}").status_code, 404)

    def test_garbage_is_no_error(self):
        paths = [
            "",
            "/",
            "/x",
            "/%00",
            "/%0a",
            "/a/b/c",
            "/%ff%fe",
            "/" + "9" * 3000,
            "/%F0%9F%98%80",
            "?token=x",
        ]
        bodies = [b"", b"\x00\xff", b"choice=%00", b"choice[]=resume", b"self=1&token=2", b"=&&=", b"a" * 100_000]
        for path, body in itertools.product(paths, bodies):
            with self.subTest(path=path, body=body[:20]):
                self.assertLess(self.url_open(f"/rollout/digest{path}").status_code, 500)
                self.assertLess(self._post(f"/rollout/digest{path}", body).status_code, 500)
        for body in bodies:
            self.assertLess(self._post(body=body).status_code, 500, body[:20])
        for kind in ("application/json", "text/plain", "multipart/form-data", "", "multipart/form-data; boundary=x"):
            self.assertLess(self._post(**{"Content-Type": kind}).status_code, 500, kind)

    def test_asking_what_is_allowed_changes_nothing(self):
        response = self.url_open(self.path, method="OPTIONS")
        self.assertEqual((response.status_code, response.text), (200, ""))
        self.assertIn("POST", response.headers["Allow"])
        self.assertEqual(self._count_optouts(), self.known)

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.champion.lang = "th_TH"
        self.assertIn('lang="th-TH"', self.url_open(self.path).text)

    def test_nothing_is_stored_by_whoever_reads_it(self):
        headers = self.url_open(self.path).headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("default-src 'none'; style-src 'unsafe-inline'; form-action", headers["Content-Security-Policy"])
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertEqual(headers["Referrer-Policy"], "no-referrer", "the address is a secret")
        self.assertEqual(headers["X-Frame-Options"], "DENY")
