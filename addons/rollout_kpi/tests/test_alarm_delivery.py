from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_phase.tools.bounce import Bounce

from .common import KpiCase, noon
from .test_alarm import day


@tagged("post_install", "-at_install")
class TestAlarmDelivery(KpiCase):
    """The alarm of day 90 must arrive: where it hasn't, the program says so in red."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.email = "lead@launching.example.com"
        cls.sponsor.email = "sponsor@launching.example.com"
        cls.tracking = cls._track(cls.probe)

    def setUp(self):
        super().setUp()
        self._enter_baseline(self.tracking)
        self._go_live()
        type(self).answer = staticmethod(lambda window: Measurement(15, 12))

    def _raise_alarm(self, number=90):
        self._run_readings(day(number))
        with freeze_time(noon(day(number))):
            self._run_cron("rollout_kpi.ir_cron_raise_alarms")

    def _get_rows(self):
        return self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "=", "rollout_kpi.alarm")], order="id"
        )

    def _get_text(self, user=None):
        self.env.invalidate_all()
        return self.program.with_user(user or self.lead).undelivered_alarm

    def _take(self):
        mails = self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])
        mails.write({"state": "sent"})
        mails._postprocess_sent_message([], mails.mapped("email_to"))

    def _bounce(self, user):
        row = self._get_rows().filtered(lambda row: row.res_id == user.id)
        self.env["rollout.mailing"]._note_bounce(Bounce((row.message_id,), "5.1.1 No such user"))

    def _retry(self, number=90):
        with freeze_time(noon(day(number))):
            self.program.with_user(self.lead).action_retry_alarms()
        self.env.invalidate_all()

    def test_what_arrives_is_no_trouble(self):
        self.assertFalse(self._get_text())
        self._raise_alarm()
        self._take()
        self.assertFalse(self._get_text())
        mails = self._get_rows()
        self.assertEqual(len(mails), 2)

    def test_what_came_back_is_red_until_it_has_arrived(self):
        self._raise_alarm()
        self._take()
        self._bounce(self.sponsor)
        self.assertIn(self.sponsor.name, self._get_text())
        self.assertIn("5.1.1 No such user", self._get_text())
        self.assertTrue(self._get_text(self.sponsor), "for everybody to see")
        self.assertNotIn("5.1.1", self._get_text(self.staff))
        rows = self.env["rollout.mailing"].with_user(self.lead)
        action = self.program.with_user(self.lead).action_view_undelivered_alarms()
        self.assertEqual(rows.search(action["domain"]).res_id, self.sponsor.id)
        self.sponsor.email = "new@launching.example.com"
        self._retry()
        self.assertFalse(self._get_text())
        mail = self.env["mail.mail"].search([("rollout_mailing_id", "in", self._get_rows().ids)])
        self.assertEqual(mail.email_to, "new@launching.example.com")
        self.assertIn("lead@launching.example.com", mail.reply_to)

    def test_what_is_refused_is_red(self):
        self._raise_alarm()
        self._get_rows()[0]._note_failure("unknown", "SMTPRecipientsRefused: {'x': (550, b'No such user')}")
        self.assertIn("No such user", self._get_text())

    def test_somebody_without_an_address(self):
        self.sponsor.email = False
        self._raise_alarm()
        self.assertIn("no valid e-mail address", self._get_text())
        self.assertIn(self.sponsor.name, self._get_text())

    def test_nobody_to_tell(self):
        leads = self.env.ref("rollout_phase.group_rollout_lead")
        leads.user_ids = False
        self.program.write({"sponsor_id": False, "lead_id": False})
        self._raise_alarm()
        self.assertFalse(self._get_rows())
        self.assertIn("neither a sponsor nor a lead", self._get_text())
        self.program.sponsor_id = self.sponsor
        self.assertIn(self.sponsor.name, self._get_text())
        leads.user_ids = self.lead
        self._retry()
        self.assertFalse(self._get_text())
        self.assertEqual(set(self._get_rows().mapped("res_id")), {self.sponsor.id, self.lead.id}, "who stands in, too")

    def test_who_says_what_is_done_ends_it(self):
        self._raise_alarm()
        self._take()
        self._bounce(self.sponsor)
        with freeze_time(noon(day(90))):
            self.env["rollout.kpi.countermeasure"].create(
                {"tracking_id": self.tracking.id, "name": "Practise", "user_id": self.lead.id, "deadline": day(120)}
            )
        self.assertFalse(self._get_text())

    def test_who_was_replaced_need_not_be_reached(self):
        self._raise_alarm()
        self._take()
        self._bounce(self.sponsor)
        self.program.sponsor_id = self.staff
        self.assertFalse(self._get_text(), "the lead has it")

    def test_an_alarm_for_who_was_replaced_goes_to_who_stands_in(self):
        self._raise_alarm()
        self._take()
        self._bounce(self.sponsor)
        self._bounce(self.lead)
        row = self._get_rows().filtered(lambda row: row.res_id == self.sponsor.id)
        self.program.sponsor_id = self.staff
        self.staff.email = "staff@launching.example.com"
        with freeze_time(noon(day(90))):
            message = row.with_user(self.lead).action_retry()["params"]["message"]
        self.env.invalidate_all()
        self.assertIn("Tried again: 1", message, "to who is sponsor now")
        self.assertIn("Without a new mail: 1", message)
        self.assertEqual(row.state, "bounced")

    def test_a_milestone_that_nobody_wants_any_more(self):
        self._raise_alarm(30)
        with freeze_time(noon(day(30))):
            self._run_cron("rollout_kpi.ir_cron_tell_milestones")
        domain = [("program_id", "=", self.program.id), ("purpose", "=", "rollout_kpi.milestone")]
        row = self.env["rollout.mailing"].search(domain)
        self.env["rollout.mailing"]._note_bounce(Bounce((row.message_id,), "5.1.1"))
        self.program.digest_sponsor = False
        with freeze_time(noon(day(30))):
            message = row.with_user(self.lead).action_retry()["params"]["message"]
        self.assertIn("Tried again: 0", message)
        self.assertEqual((row.state, row.reason), ("bounced", "5.1.1"))

    def test_a_milestone_is_retried(self):
        self._raise_alarm(30)
        with freeze_time(noon(day(30))):
            self._run_cron("rollout_kpi.ir_cron_tell_milestones")
        domain = [("program_id", "=", self.program.id), ("purpose", "=", "rollout_kpi.milestone")]
        row = self.env["rollout.mailing"].search(domain)
        self.assertEqual(row.res_id, self.sponsor.id)
        mail = self.env["mail.mail"].search([("rollout_mailing_id", "=", row.id)])
        self.assertIn("lead@", mail.reply_to)
        self.env["rollout.mailing"]._note_bounce(Bounce((row.message_id,), "5.1.1"))
        with freeze_time(noon(day(30))):
            row.with_user(self.lead).action_retry()
        self.env.invalidate_all()
        new = self.env["rollout.mailing"].search(domain)
        self.assertEqual((len(new), new.state), (1, "queued"))
        self.assertNotEqual(new, row)
