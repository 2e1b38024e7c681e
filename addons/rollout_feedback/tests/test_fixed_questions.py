from lxml import html

from odoo.tests import tagged

from .common_http import FeedbackHttpCase

# Whoever changes one of these breaks the trend: last month's figures answer another question.
WORDING = {
    "mood": ("How was your week?", ["Very bad", "Bad", "So-so", "Good", "Very good"]),
    "workload": ("How much work did you have?", ["Very light", "Light", "Just right", "Heavy", "Too much"]),
    "control": (
        "How much of your work could you decide yourself?",
        ["None", "A little", "Some", "Most", "All"],
    ),
    "upstream": (
        "Was what you got from others right and complete?",
        ["Never", "Rarely", "At times", "Mostly", "Always"],
    ),
}
HOURS = "How many hours did you spend typing things twice or by hand?"


@tagged("post_install", "-at_install")
class TestFixedQuestions(FeedbackHttpCase):
    def test_wording_stays(self):
        page = html.fromstring(self._open().content)
        for name, (question, labels) in WORDING.items():
            with self.subTest(name):
                [fieldset] = page.xpath(f"//fieldset[.//input[@name='{name}']]")
                self.assertEqual(fieldset.xpath("./legend/text()"), [question])
                self.assertEqual(fieldset.xpath(".//label/span/text()"), labels)
                self.assertEqual(fieldset.xpath(".//input/@value"), ["1", "2", "3", "4", "5"])
        self.assertEqual(page.xpath("normalize-space(//label[@for='manual_hours'])"), HOURS)

    def test_seven_questions_at_most(self):
        page = html.fromstring(self._open().content)
        self.assertEqual(len(page.xpath("//form/fieldset | //form/div[contains(@class, 'card')]")), 7)

    def test_answers_are_stored_and_averaged(self):
        for number in range(5):
            token = self._issue(self.wave)
            data = {"control": str(number + 1), "upstream": "2"} if number else {"mood": "3"}
            self.assertEqual(self._post(data, token=token, stamp=self._get_stamp(token)).status_code, 200)
        self._release()
        feedback = self.env["rollout.feedback"].search([("wave_id", "=", self.wave.id)])
        self.assertEqual(sorted(feedback.mapped("control")), [0, 2, 3, 4, 5])
        [[control, upstream]] = feedback._read_group(
            [("id", "in", feedback.ids)], aggregates=["control:avg", "upstream:avg"]
        )
        self.assertEqual((control, upstream), (3.5, 2), "whoever didn't answer doesn't count as zero")

    def test_a_thin_week_keeps_them_sealed(self):
        self._answer(self.wave, self.accounting, 2, control=1, upstream=5, comment="Words")
        self._release()
        feedback = self.env["rollout.feedback"].search([("wave_id", "=", self.wave.id)])
        self.assertEqual(feedback.mapped("comment"), ["Words", "Words"])
        self.assertEqual(set(feedback.mapped("control") + feedback.mapped("upstream")), {0})
        self.assertEqual([row.payload for row in self._get_sealed()], [{"control": 1, "upstream": 5}] * 2)

    def test_language_changes_without_losing_what_was_typed(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"].search([("name", "=", "rollout_feedback")])._update_translations(["th_TH"])
        typed = {"mood": "2", "control": "4", "manual_hours": "many", "kind": "issue", "comment": "ช้า <b>มาก</b>"}
        response = self._post({**typed, "lang": "en_US", "switch": "th_TH"})
        self.assertEqual(response.status_code, 200)
        page = html.fromstring(response.content)
        self.assertEqual(page.get("lang"), "th-TH")
        self.assertEqual(page.xpath("//input[@checked]/@value"), ["2", "4"])
        self.assertEqual(page.xpath("//input[@name='manual_hours']/@value"), ["many"])
        self.assertEqual(page.xpath("//option[@selected]/@value"), ["issue"])
        self.assertEqual(page.xpath("//textarea")[0].text, typed["comment"])
        self.assertFalse(page.xpath("//*[@role='alert'][not(@hidden)]"), "nothing is wrong yet")
        self.assertFalse(self._get_sealed())
        self.assertEqual(page.xpath("//form//button")[0].get("name"), None, "Enter sends, and changes no language")
        [fresh] = page.xpath("//input[@name='page']/@value")
        self.assertEqual(self._post({"mood": "2"}, stamp=fresh).status_code, 200)

    def test_a_link_that_was_used_loses_no_words(self):
        stamp = self._get_stamp()
        self._post({"comment": "First"}, stamp=stamp)
        response = self._post({"comment": "Second <i>thoughts</i>"}, stamp=stamp)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(html.fromstring(response.content).xpath("//textarea")[0].text, "Second <i>thoughts</i>")
