from datetime import timedelta

from lxml import html

from odoo.tests import tagged

from .common import AFTER_WEEK, THURSDAY
from .common_http import FeedbackHttpCase


@tagged("post_install", "-at_install")
class TestForm(FeedbackHttpCase):
    def test_answer_is_sealed_once(self):
        response = self._post({"mood": "2", "workload": "4", "manual_hours": "1,5", "kind": "issue", "comment": "Hm"})
        self.assertEqual(response.status_code, 200)
        self.assertIn("Thank you", response.text)
        payload = self._get_sealed().payload
        self.assertEqual(len(payload.pop("reply_digest")), 64)
        self.assertEqual(payload, {"mood": 2, "workload": 4, "manual_hours": 1.5, "kind": "issue", "comment": "Hm"})
        self.assertEqual(self._get_sealed().department_id, self.accounting.department_id)

    def test_double_submit_and_used_link(self):
        stamp = self._get_stamp()
        self._post({"mood": "2"}, stamp=stamp)
        again = self._post({"mood": "5"}, stamp=stamp)
        self.assertEqual(again.status_code, 404)
        self.assertIn("it has arrived", again.text)
        self.assertEqual(self._open().text, again.text, "a used link looks the same, opened or sent")
        self.assertEqual(self._get_sealed().payload, {"mood": 2})

    def test_no_trace_in_the_response(self):
        self.authenticate("feedback_staff", "feedback_staff")
        for response in (self._open(), self._post({"mood": "1"}), self._open()):
            with self.subTest(response.status_code):
                self.assertNotIn("Set-Cookie", response.headers)
                self.assertEqual(response.headers["Cache-Control"], "no-store")
                self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
                self.assertIn("noindex", response.headers["X-Robots-Tag"])
                policy = response.headers["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertNotIn("unsafe", policy)

    def test_page_loads_nothing(self):
        page = html.fromstring(self._open().content)
        self.assertFalse(page.xpath("//script[@src] | //img | //iframe | //link[@rel!='icon']"))
        self.assertEqual(page.xpath("//link/@href"), ["data:,"])
        self.assertFalse(page.xpath("//*/@src"))

    def test_page_is_accessible(self):
        page = html.fromstring(self._open().content)
        self.assertEqual(page.get("lang"), "en-US")
        self.assertTrue(page.xpath("//title/text()"))
        for field in page.xpath("//input[@type='text'] | //textarea | //select"):
            label = field.get("aria-label") or page.xpath(
                f"//label[@for='{field.get('id')}'] | //*[@id='{field.get('aria-labelledby')}']"
            )
            self.assertTrue(label, field.get("name"))
        for fieldset in page.xpath("//fieldset"):
            self.assertTrue(fieldset.xpath("./legend"))
            self.assertEqual(len(fieldset.xpath(".//label[.//input[@type='radio']]")), 5)
        self.assertEqual(len(page.xpath("//fieldset")), 4)
        self.assertEqual(len(page.xpath("//h1")), 1)

    def test_get_and_head_write_nothing(self):
        counts = self._count_all_rows()
        self.url_open(self._get_path(), method="HEAD")
        self._open()
        self._open("wrong")
        self.assertEqual(self._count_all_rows(), counts)

    def _count_all_rows(self):
        # What the set-up has left for the end of its transaction is none of the page's.
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.cr.execute("""SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables""")
        return dict(self.cr.fetchall())

    def test_expired(self):
        self.clock.move_to(AFTER_WEEK - timedelta(seconds=30))
        self.assertEqual(self._open().status_code, 200)
        stamp = self._get_stamp()
        self.clock.move_to(AFTER_WEEK)
        for response in (self._open(), self._post({"mood": "1"}, stamp=stamp)):
            self.assertEqual(response.status_code, 404)
        self.assertFalse(self._get_sealed())

    def test_stale_page_keeps_what_was_typed(self):
        stamp = self._get_stamp()
        self.clock.move_to(THURSDAY + timedelta(hours=26))
        response = self._post({"comment": "Still here", "mood": "3"}, stamp=stamp)
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.content)
        self.assertEqual(page.xpath("//textarea")[0].text, "Still here")
        self.assertEqual(page.xpath("//input[@name='mood'][@checked]/@value"), ["3"])
        self.assertIn("open for a long time", response.text)
        self.assertFalse(self._get_sealed())
        [fresh] = page.xpath("//input[@name='page']/@value")
        self.assertEqual(self._post({"mood": "3"}, stamp=fresh).status_code, 200)

    def test_stamp_of_another_page(self):
        other = self._get_stamp(self._issue(self.wave))
        for stamp in (other, "", "x", "ไทย.ไทย", "0" * 5000):
            self.assertEqual(self._post({"mood": "3"}, stamp=stamp).status_code, 422, stamp)
        self.assertFalse(self._get_sealed())

    def test_languages(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"].search([("name", "=", "rollout_feedback")])._update_translations(["th_TH"])
        thai = self.url_open(self._get_path() + "?lang=th_TH")
        self.assertEqual(html.fromstring(thai.content).get("lang"), "th-TH")
        self.assertNotIn("How was your week?", thai.text)
        by_browser = self._open(headers={"Accept-Language": "th,en;q=0.5"})
        self.assertEqual(html.fromstring(by_browser.content).get("lang"), "th-TH")
        for wanted in ("xx_XX", "<script>", "", "en"):
            page = self.url_open(self._get_path(), params={"lang": wanted}, headers={"Accept-Language": "de"})
            self.assertEqual(html.fromstring(page.content).get("lang"), "en-US", wanted)
            self.assertIn("How was your week?", page.text)
        [button] = html.fromstring(page.content).xpath("//button[@name='switch'][@value='th_TH']")
        self.assertEqual(button.get("lang"), "th-TH")
        refused = self.url_open(self._get_path("wrong") + "?lang=th_TH")
        self.assertEqual(html.fromstring(refused.content).get("lang"), "th-TH")

    def test_blank_form_is_kept_without_what_was_typed(self):
        self.assertIn("Mine alone", self._post({"comment": "Mine alone", "mood": "9"}).text)
        self.assertNotIn("Mine alone", self._open().text)
        view = self.env.ref("rollout_feedback.form_questions")
        view.arch_db = view.arch_db.replace("How was your week?", "How was it?")
        self.assertIn("How was it?", self._open().text)

    def test_preview_is_for_leads_and_sends_nothing(self):
        path = f"/rollout/feedback/preview/{self.program.id}"
        self.authenticate("feedback_lead", "feedback_lead")
        page = self.url_open(path)
        self.assertIn("This is a preview", page.text)
        self.assertEqual(html.fromstring(page.content).xpath("//button/@disabled"), ["disabled"])
        for login in ("feedback_staff", "feedback_champion", "feedback_stranger"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(path).status_code, 404, login)
        self.authenticate(None, None)
        self.assertNotIn("This is a preview", self.url_open(path).text)

    def test_few_queries(self):
        """A warm GET takes at most 15 queries and a POST 25; far fewer, as it turns out."""
        token = self._issue(self.wave)
        self._post({"mood": "1"}, token=token, stamp=self._get_stamp(token))
        stamp = self._get_stamp()
        get = self._count_queries(self._open)
        post = self._count_queries(lambda: self._post({"mood": "1", "comment": "x"}, stamp=stamp))
        self.assertEqual(len(self._get_sealed()), 2)
        self.assertLessEqual(get, 6)
        self.assertLessEqual(post, 20)

    def _count_queries(self, request):
        before = self.cr.sql_log_count
        request()
        return self.cr.sql_log_count - before
