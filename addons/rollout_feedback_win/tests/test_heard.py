"""Wins stand beside what was heard and done."""

from lxml import html

from odoo.tests import tagged

from odoo.addons.rollout_feedback.tests.common_http import FeedbackHttpCase


@tagged("post_install", "-at_install")
class TestHeard(FeedbackHttpCase):
    def setUp(self):
        super().setUp()
        win = self.env["rollout.win"].create(
            {
                "name": "Closed in <five> days",
                "program_id": self.program.id,
                "thanked_names": "Lek from the agency",
                "date": "2026-11-19",
            }
        )
        win.action_publish()
        self.env["rollout.win"].create({"name": "A draft", "program_id": self.program.id})

    def _assert_told(self, response):
        page = html.fromstring(response.content)
        text = page.xpath("string(//main)")
        self.assertIn("What went well", text)
        self.assertIn("Closed in <five> days", text)
        self.assertIn("47/2026", text)
        for hidden in ("Lek", "A draft"):
            self.assertNotIn(hidden, text)
        return page

    def test_on_the_page_that_anybody_with_its_address_reads(self):
        self._assert_told(self.url_open(f"/rollout/heard/{self.program.page_token}"))

    def test_on_the_page_of_thanks(self):
        page = self._assert_told(self._post({"mood": "3"}))
        self.assertTrue(page.xpath(f"//a[contains(@href, '/rollout/heard/{self.program.page_token}')]"))
