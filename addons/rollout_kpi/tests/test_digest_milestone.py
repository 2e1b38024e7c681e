import ast
from datetime import timedelta

from odoo.tests import tagged

from .common import GO_LIVE, noon
from .common_milestone import MilestoneCase


@tagged("post_install", "-at_install")
class TestDigestMilestone(MilestoneCase):
    def test_once_all_is_read(self):
        self.assertFalse(self._tell(29))
        self.assertFalse(self._tell(30), "one value is still to be entered")
        self._enter(30)
        mail = self._tell(31)
        self.assertEqual(mail.subject, "Accounting, day 30: what the numbers say")
        self.assertEqual(mail.email_to, self.sponsor.email)
        for text in ("Month-end close", "From 11.0 to 5.0 days", "Order to ship", "Improved"):
            self.assertIn(text, mail.body_html)
        self.assertIn("List-Unsubscribe", ast.literal_eval(mail.headers))
        self.assertEqual(self._tell(31, hours=1), mail)
        self.assertEqual(self._tell(33), mail)

    def test_a_value_that_nobody_enters_holds_it_up_for_a_week(self):
        self.assertFalse(self._tell(36))
        self.assertEqual(len(self._tell(37)), 1)
        self._enter(30)
        self.assertEqual(len(self._tell(38)), 1, "told once")

    def test_each_milestone(self):
        days = (30, 60, 90, 120, 180)
        for number, day in enumerate(days, start=1):
            if day <= 90 or self.tracking.is_extended:
                self._enter(day, 11)  # nothing has moved
            self.assertEqual(len(self._tell(day)), number, day)

    def test_long_ago_is_not_told(self):
        self._tell(29)
        self._run(noon(GO_LIVE + timedelta(days=58)), "ir_cron_take_readings")
        self.assertFalse(self._tell(58), "day 60 is near")

    def test_no_mail_without_a_reader(self):
        self._enter(30)
        self.program.digest_sponsor = False
        self.assertFalse(self._tell(30))
        self.program.digest_sponsor = True
        self.env["rollout.digest.optout"].create({"program_id": self.program.id, "user_id": self.sponsor.id})
        self.assertFalse(self._tell(30))
        self.env["rollout.digest.optout"].search([]).unlink()
        self.assertTrue(self._tell(30))

    def test_alarms_arrive_all_the_same_and_have_no_way_out(self):
        self.env["rollout.digest.optout"].create(
            [{"program_id": self.program.id, "user_id": user.id} for user in self.sponsor | self.lead]
        )
        for day in (30, 60, 90):
            self._enter(day, 11)
        self._tell(90)
        self._run(noon(GO_LIVE + timedelta(days=90)), "ir_cron_raise_alarms")
        alarms = self.env["mail.mail"].search([("subject", "like", "has not improved")])
        self.assertEqual(set(alarms.mapped("email_to")), {self.sponsor.email, self.lead.email})
        for alarm in alarms:
            self.assertNotIn("Unsubscribe", f"{alarm.headers} {alarm.body_html}")

    def test_preview(self):
        preview = self.lead_env["rollout.digest.preview"].create(
            {"program_id": self.program.id, "audience": "milestone"}
        )
        self.assertFalse(preview.body)
        self._enter(30)
        preview.invalidate_recordset()
        self.assertIn("From 11.0 to 5.0 days", preview.body)
        preview.action_send_test()
        mail = self.env["mail.mail"].search([("email_to", "=", self.lead.email_formatted)])
        self.assertEqual(mail.subject, "Accounting, day 30: what the numbers say")
        self.assertNotIn("List-Unsubscribe", mail.headers)

    def test_in_the_sponsors_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.sponsor.lang = "th_TH"
        self._enter(30)
        self.assertIn('lang="th-TH"', self._tell(30).body_html)
