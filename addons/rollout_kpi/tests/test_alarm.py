from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from ..models.rollout_kpi_tracking_alarm import ALARM_PURPOSES
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
            with freeze_time(noon(day(number))), self.enter_registry_test_mode():
                self.env.ref("rollout_kpi.ir_cron_raise_alarms").method_direct_trigger()
        self.env.invalidate_all()

    def _get_mails(self):
        rows = self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "in", list(ALARM_PURPOSES.values()))]
        )
        return sorted((row.purpose, row.period.split(":")[1], row.res_id) for row in rows)

    def _expect(self, kind, *days):
        people = (self.sponsor, self.lead)
        return sorted((f"rollout_kpi.{kind}", str(number), user.id) for number in days for user in people)

    def _countermeasure(self, user=None, **values):
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

    def test_countermeasures_are_the_leads_and_stay(self):
        self._start(15)
        self._run(90)
        for user in (self.champion, self.sponsor, self.staff, self.stranger):
            with self.assertRaises(AccessError):
                self._countermeasure(user)
        done = self._countermeasure(day=180)
        self.assertEqual(done.day, 90, "which milestone it answers is not for a client to say")
        for values in ({"day": 180}, {"tracking_id": self._track().id}):
            with self.assertRaises(UserError):
                done.write(values)
        with self.assertRaises(AccessError):
            done.unlink()
        for user, readable in (
            (self.champion, True),
            (self.sponsor, True),
            (self.staff, False),
            (self.stranger, False),
        ):
            found = self.env["rollout.kpi.countermeasure"].with_user(user).search([("id", "=", done.id)])
            self.assertEqual(bool(found), readable, user.login)

    def test_what_the_alarm_knows_is_nobodys_to_set(self):
        tracking = self.tracking.with_user(self.lead)
        tracking.write({"alarm_day": 180, "missing_day": 180, "needs_countermeasure": True, "is_extended": True})
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
        with self.assertLogs("odoo.addons.rollout_phase.models.ir_cron", "ERROR"):
            self._run(90, times=1)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90))
        self.assertFalse(other.activity_ids, "nothing is left of what failed")
        self.patch(self.registry["rollout.kpi.tracking"], "_queue_alarm", queue_alarm)
        self._run(91, times=1)
        self.assertEqual(self._get_mails(), self._expect("alarm", 90, 90), "it is tried again")
        self.assertEqual(len(other.activity_ids), 1)
