from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from ..models.rollout_kpi_tracking import ALARM_PURPOSES
from .common import GO_LIVE, KpiCase, noon


def day(number):
    return GO_LIVE + timedelta(days=number)


@tagged("post_install", "-at_install")
class TestAlarm(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracking = cls._track(cls.probe)

    def _start(self, value, count=12):
        self._enter_baseline(self.tracking)
        self._go_live()
        self._set(value, count)

    def _set(self, value, count=12):
        type(self).answer = staticmethod(lambda window: Measurement(value, count))

    def _run(self, number, times=2):
        self._run_readings(day(number))
        for _time in range(times):
            with freeze_time(noon(day(number))):
                self._run_cron("rollout_kpi.ir_cron_raise_alarms")

    def _get_mails(self):
        rows = self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "in", list(ALARM_PURPOSES.values()))]
        )
        return sorted((row.purpose, row.period.split(":")[1], row.res_id) for row in rows)

    def _expect(self, kind, *days):
        people = (self.sponsor, self.lead)
        return sorted((f"rollout_kpi.{kind}", str(number), user.id) for number in days for user in people)

    def _countermeasure(self, user=None, **values):
        with freeze_time(noon(day(90))):
            return (
                self.env["rollout.kpi.countermeasure"]
                .with_user(user or self.lead)
                .create(
                    {
                        "tracking_id": self.tracking.id,
                        "name": "Practise returns",
                        "user_id": self.lead.id,
                        "deadline": day(120),
                        **values,
                    }
                )
            )

    def test_improved_raises_nothing(self):
        self._start(7)
        for number in (30, 60, 90, 91, 120, 180):
            self._run(number)
        self.assertEqual(self.tracking.verdict, "improved")
        self.assertFalse(self._get_mails())
        self.assertFalse(self.program.alarm_count)
        self.assertFalse(self.tracking.is_extended)
        self.assertEqual(len(self.tracking.milestone_ids), 3)

    def test_each_verdict_without_improvement_raises_one_alarm(self):
        for value, count, verdict in ((11, 12, "not_told_apart"), (15, 12, "worse"), (7, 1, "too_few")):
            with self.subTest(verdict):
                other = self._new_phase(self._new_department(verdict))
                self.tracking = self._track(self.probe, other)
                self._enter_baseline(self.tracking)
                self._go_live(other)
                self._set(value, count)
                before = len(self._get_mails())
                for number in (30, 60, 90, 91):
                    self._run(number)
                self.assertEqual(self.tracking.verdict, verdict)
                self.assertTrue(self.tracking.needs_countermeasure)
                self.assertEqual(len(self._get_mails()) - before, 2, "sponsor and lead, once each")
                self.assertTrue(self.tracking.is_extended)

    def test_the_alarm_waits_for_day_90(self):
        self._start(15)
        self._run(30)
        self._run(60)
        self._run(89)
        self.assertFalse(self._get_mails())
        self.assertFalse(self.program.alarm_count)
        self._run(90)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90))
        self.assertEqual(self.program.with_user(self.staff).alarm_count, 1)
        activity = self.phase.activity_ids.filtered(lambda activity: "what is done" in (activity.summary or ""))
        self.assertEqual(activity.user_id, self.lead)

    def test_it_arrives_without_any_digest(self):
        self.env["rollout.digest.section"].search([]).unlink()
        for audience in ("sponsor", "lead", "champions", "staff"):
            self.program[f"digest_{audience}"] = False
        self._start(15)
        self._run(90)
        mails = self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])
        self.assertEqual(len(mails), 2)
        self.assertEqual(set(mails.mapped("email_to")), {self.sponsor.email, self.lead.email})
        self.assertIn("11.0", mails[0].body_html)
        self.assertIn(f'/odoo/rollout-kpis/{self.tracking.id}"', mails[0].body_html)

    def test_a_countermeasure_ends_the_red_until_the_next_milestone(self):
        self._start(15)
        self._run(90)
        self._countermeasure()
        self.assertFalse(self.program.alarm_count)
        self.assertFalse(self.phase.activity_ids.filtered(lambda a: "what is done" in (a.summary or "")))
        self._run(119)
        self.assertFalse(self.program.alarm_count)
        self._run(120)
        self.assertEqual(self.tracking.latest_day, 120)
        self.assertEqual(self.program.alarm_count, 1, "what was done has not helped")
        self.assertEqual(self._get_mails(), self._expect("alarm", 90, 120))
        self._set(7)
        self._run(180)
        self.assertEqual(self.tracking.verdict, "improved")
        self.assertFalse(self.program.alarm_count)
        self.assertFalse(self.tracking.next_due_date)

    def test_an_answer_beforehand_silences_nothing(self):
        self._start(15)
        self._run_readings(day(90))
        self._countermeasure(name="?!1")
        self.assertFalse(self.tracking.needs_countermeasure)
        self._run(90)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90))
        self.assertFalse(self.program.alarm_count)
        self.assertFalse(self.tracking.alarm_activity_id, "there is nothing left to ask")
        mails = self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])
        self.assertIn("“?!1”, by rollout_lead", mails[0].body_html)
        self.assertNotIn("until somebody says", mails[0].body_html)
        self._run(91)
        self.assertEqual(len(self._get_mails()), 2)
        # What is read next is an alarm of its own.
        self._run(120)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90, 120))
        self.assertNotIn("“.”", self.env["mail.mail"].search([("subject", "ilike", "day 120")])[0].body_html)

    def test_the_alarm_speaks_the_readers_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_kpi")._update_translations(["th_TH"])
        self.sponsor.lang = "th_TH"
        self._start(15)
        self._run(90)
        mails = self.env["mail.mail"].search([("email_to", "in", (self.sponsor.email, self.lead.email))])
        subjects = {mail.email_to: mail.subject for mail in mails}
        self.assertIn("Worse by day 90", subjects[self.lead.email])
        self.assertNotIn("Worse", subjects[self.sponsor.email])

    def test_the_activity_speaks_the_leads_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_kpi")._update_translations(["th_TH"])
        self.lead.lang = "th_TH"
        self.probe.with_context(lang="th_TH").name = "ส่งของ"
        self.probe.unit = "<days>"
        self._start(15)
        self._run(90)
        activity = self.tracking.alarm_activity_id
        self.assertIn("ส่งของ", activity.summary)
        self.assertNotIn("what is done", activity.summary)
        self.assertIn("15.0 &lt;days&gt;", activity.note, "what people type is shown as they typed it")
        self.assertNotIn("From", activity.note)

    def test_whoever_has_gone_is_left_in_peace(self):
        self._start(15)
        self.lead.active = False
        self._run(90)
        self.assertEqual(self._get_mails(), [("rollout_kpi.alarm", "90", self.sponsor.id)])
        self.assertEqual(self.tracking.alarm_activity_id.user_id, self.sponsor, "somebody is asked all the same")

    def test_a_value_that_nobody_enters_reaches_the_sponsor(self):
        tracking = self._track()
        self.tracking.unlink()
        self._enter_baseline(tracking)
        self._go_live()
        self._run(30)
        self._run(36)
        self.assertFalse(self._get_mails())
        self._run(37)
        self.assertEqual(self._get_mails(), self._expect("missing", 30))
        self.assertEqual(tracking.missing_day, 30)
        self._run(50)
        self.assertEqual(len(self._get_mails()), 2)
        self._run(67)
        self.assertEqual(len(self._get_mails()), 2, "day 30 is still the one that is missing")

    def test_a_cancelled_phase_is_quiet(self):
        self._start(15)
        self._run_readings(day(90))
        self.phase.with_user(self.lead).action_cancel()
        self._run(91)
        self.assertFalse(self._get_mails())
        self.assertFalse(self.program.alarm_count)

    def test_countermeasures_stay(self):
        self._start(15)
        self._run(90)
        with self.assertRaises(UserError):
            self._countermeasure(day=180)
        for name in ("default_day", "default_company_id"):
            forged = self.tracking.with_user(self.lead).with_context(**{name: 180})
            with freeze_time(noon(day(90))):
                forged.countermeasure_ids = [
                    Command.create({"name": "Practise", "user_id": self.lead.id, "deadline": day(120)})
                ]
        self.assertEqual(set(self.tracking.countermeasure_ids.mapped("day")), {90})
        done = self._countermeasure()
        self.assertEqual(done.day, 90, "which milestone it answers is not for a client to say")
        for values in ({"day": 180}, {"tracking_id": self._track().id}, {"name": "Nothing at all"}):
            with self.assertRaisesRegex(UserError, "Add another countermeasure"):
                done.write(values)
        with freeze_time(noon(day(90))):
            done.deadline = day(130)
        with self.assertRaises(AccessError):
            done.unlink()

    def test_a_countermeasure_says_what_is_done(self):
        for name in ("   ", ".", "…!?", "\u200b"):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "in words|can be read"):
                self._countermeasure(name=name)
        for name in ("ฝึก", "退货", "5S"):
            self.assertEqual(self._countermeasure(name=name).name, name)

    def test_a_countermeasure_is_done_by_a_day_to_come(self):
        with self.assertRaisesRegex(ValidationError, "a day to come"):
            self._countermeasure(deadline=day(89))
        done = self._countermeasure(deadline=day(90))
        # It is day 91 in Bangkok, and day 90 where whoever writes is.
        with freeze_time(noon(day(90)) + timedelta(hours=12)):
            late = done.with_user(self.lead).with_context(tz="UTC")
            with self.assertRaisesRegex(ValidationError, "a day to come"):
                late.tracking_id.countermeasure_ids = [Command.update(done.id, {"deadline": day(89)})]
            with self.assertRaisesRegex(ValidationError, "a day to come"):
                late.copy({"deadline": day(90)})
            late.user_id = self.sponsor
            late.deadline = day(91)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            done.with_user(self.lead).deadline = False
            self.env.flush_all()

    def test_who_is_responsible_works_in_odoo(self):
        partner = self._new_user("partner", "base.group_portal")
        with self.assertRaisesRegex(ValidationError, "is no internal user"):
            self._countermeasure(user_id=partner.id)
        done = self._countermeasure()
        with self.assertRaisesRegex(ValidationError, "is no internal user"):
            done.user_id = partner

    def test_what_the_alarm_knows_is_nobodys_to_set(self):
        tracking = self.tracking.with_user(self.lead)
        for values in ({"alarm_day": 180}, {"missing_day": 180}, {"needs_countermeasure": True}, {"is_extended": True}):
            with self.assertRaises(UserError):
                tracking.write(values)
        self.assertEqual((tracking.alarm_day, tracking.missing_day), (0, 0))
        self.assertFalse(tracking.needs_countermeasure or tracking.is_extended)

    def test_one_that_fails_silences_nobody(self):
        other = self._new_phase(self._new_department("Inventory"))
        broken = self._track(self.probe, other)
        self._enter_baseline(broken)
        self._go_live(other)
        self._start(15)
        queue_alarm = type(self.tracking)._queue_alarm

        def fail(tracking, *args):
            if tracking == broken:
                raise ZeroDivisionError
            return queue_alarm(tracking, *args)

        self.patch(self.registry["rollout.kpi.tracking"], "_queue_alarm", fail)
        with self.assertLogs("odoo.addons.rollout_base.models.ir_cron", "ERROR"):
            self._run(90, times=1)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90))
        self.assertFalse(other.activity_ids, "nothing is left of what failed")
        self.patch(self.registry["rollout.kpi.tracking"], "_queue_alarm", queue_alarm)
        self._run(91, times=1)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90, 90), "it is tried again")
        self.assertEqual(len(other.activity_ids), 1)
