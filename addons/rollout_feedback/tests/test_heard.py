from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common_http import FeedbackHttpCase


@tagged("post_install", "-at_install")
class TestHeard(FeedbackHttpCase):
    def setUp(self):
        super().setUp()
        self.program._log_intake(
            [LogEntry(summary=f"Staff's own words {number}", description="Told in tears") for number in range(4)]
        )
        self.items = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)], order="id")
        self.items[0].write({"public_summary": "Slow <b>labels</b>", "public_answer": "A printer", "state": "decided"})
        self.items[1].write({"public_summary": "Half a story", "state": "closed"})
        self.items[2].write({"public_summary": "Not decided", "public_answer": "Maybe"})
        self.items[3].write({"state": "decided"})

    def _get_page(self, token=None):
        return self.url_open(f"/rollout/heard/{self.program.page_token if token is None else token}")

    def test_only_what_was_made_public_is_shown(self):
        page = html.fromstring(self._get_page().content)
        self.assertEqual(len(page.xpath("//main//li[.//strong]")), 1)
        text = page.xpath("string(//main)")
        self.assertIn("Slow <b>labels</b>", text)
        self.assertIn("A printer", text)
        self.assertIn("Decided", text, "the decision is visible")
        self.assertIn("47/2026", text)
        for hidden in ("Half a story", "Not decided", "own words", "in tears"):
            self.assertNotIn(hidden, text)

    def test_in_thai_the_year_is_that_of_the_buddhist_era(self):
        self.env["res.lang"]._activate_lang("th_TH")
        page = self.url_open(f"/rollout/heard/{self.program.page_token}?lang=th_TH")
        text = html.fromstring(page.content).xpath("string(//main)")
        self.assertIn("47/2569", text)
        self.assertNotIn("2026", text)

    def test_it_disappears_when_it_is_reopened(self):
        self.assertTrue(self.items[0].public_on)
        self.items[0].state = "in_progress"
        self.assertFalse(self.items[0].public_on)
        self.assertNotIn("A printer", self._get_page().text)

    def test_the_date_stays_when_the_wording_changes(self):
        first = self.items[0].public_on
        self.clock.tick(90 * 86400)
        self.items[0].public_answer = "Two printers"
        self.assertEqual(self.items[0].public_on, first)

    def test_nobody_sets_the_date(self):
        item = self.items[2].with_user(self.lead)
        values = {"name": "New", "program_id": self.program.id}
        with self.assertRaises(UserError):
            item.write({"public_on": "2020-01-01"})
        with self.assertRaises(UserError):
            item.create({**values, "public_on": "2020-01-01"})
        self.assertFalse(item.with_context(default_public_on="2020-01-01").create(values).public_on)

    def test_nobody_is_recognised_by_their_words(self):
        for name in ("public_summary", "public_answer"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.items[0].with_user(self.lead).write({name: "Told in tears"})
        with self.assertRaises(ValidationError):
            self.items[0].with_user(self.lead).update_field_translations("public_answer", {"en_US": "Told in tears"})

    def test_wrong_addresses_look_alike(self):
        other = self.program.copy()
        pages = {self._get_page(token).text for token in ("", "x", "0" * 32, "A" * 32, "a/b", "%0a", "%00", "ไทย")}
        self.assertEqual(len(pages), 1)
        self.assertEqual(self._get_page("x").status_code, 404)
        self.assertNotIn("A printer", self._get_page(other.page_token).text)

    def test_page_keeps_nothing(self):
        self.authenticate("feedback_staff", "feedback_staff")
        response = self._get_page()
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(html.fromstring(response.content).xpath("//script[@src] | //img | //*/@src"))
        self.assertEqual(self.url_open(response.url, data={"x": "1"}).status_code, 405)

    def test_thanks_show_it(self):
        page = html.fromstring(self._post({"mood": "3"}).content)
        self.assertEqual(page.xpath("//main//li//strong/text()"), ["Slow <b>labels</b>"])
        self.assertTrue(page.xpath(f"//a[contains(@href, '/rollout/heard/{self.program.page_token}')]"))

    def test_weekly_mail_links_to_it(self):
        self._send()
        self.assertIn(f"/rollout/heard/{self.program.page_token}", self._get_mails()[0].body_html)

    def test_address_is_for_those_who_handle(self):
        self.assertIn("/rollout/heard/", self.program.with_user(self.champion).heard_url)
        with self.assertRaises(AccessError):
            self.program.with_user(self.staff).heard_url  # noqa: B018 - reading it is the test

    def test_few_queries(self):
        self._get_page()
        before = self.cr.sql_log_count
        self._get_page()
        self.assertLessEqual(self.cr.sql_log_count - before, 10)
