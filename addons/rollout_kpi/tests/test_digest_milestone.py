import ast
from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from .common import GO_LIVE, noon
from .common_milestone import MilestoneCase

SECTION_LOG = "odoo.addons.rollout_digest.models.rollout_digest_section"
MILESTONE_LOG = "odoo.addons.rollout_base.models.ir_cron"


@tagged("post_install", "-at_install")
class TestDigestMilestone(MilestoneCase):
    def test_once_all_is_read(self):
        self.assertFalse(self._tell(29))
        self.assertFalse(self._tell(30), "one value is still to be entered")
        self._enter(30)
        mail = self._tell(31)
        self.assertEqual(mail.subject, "Accounting, day 30: what the numbers say")
        self.assertEqual(mail.email_to, self.sponsor.email)
        for text in ("Month-end close", "From 11.0 to 5.0 days", "Order to ship", "Likely improved"):
            self.assertIn(text, mail.body_html)
        self.assertIn("List-Unsubscribe", ast.literal_eval(mail.headers))
        self.assertEqual(self._tell(31, hours=1), mail)
        self.assertEqual(self._tell(33), mail)
        self.program.sponsor_id = self.champion
        self.assertEqual(self._tell(34), mail, "whoever comes later isn't told what was")

    def test_it_is_made_of_sections(self):
        self._track(self.probe, self._new_phase(self._new_department("Sales")))
        self.env["rollout.digest.section"].create({"kind": "phases", "audience": "milestone", "sequence": 20})
        self._enter(30)
        body = self._tell(30).body_html
        kpis, _title, phases = body.partition("Phases")
        self.assertIn("From 11.0 to 5.0 days", kpis)
        self.assertIn("Live, day 30", phases)
        self.assertNotIn("Sales", body, "each section tells of the phase whose milestone it is")

    def test_a_failing_section_fails_alone(self):
        self.env["rollout.digest.section"].create({"kind": "phases", "audience": "milestone"})
        self._enter(30)

        def broken(section, programs, audience, phases):
            section.env.cr.execute("SELECT 1 / 0")

        self.patch(self.registry["rollout.digest.section"], "_render_phases", broken)
        with self.assertLogs("odoo.sql_db", "ERROR"), self.assertLogs(SECTION_LOG, "ERROR"):
            body = self._tell(30).body_html
        self.assertIn("could not be made", body)
        self.assertIn("From 11.0 to 5.0 days", body)

    def test_a_value_that_nobody_enters_holds_it_up_for_a_week(self):
        self.assertFalse(self._tell(36))
        self.assertEqual(len(self._tell(37)), 1)
        self._enter(30)
        self.assertEqual(len(self._tell(38)), 1, "told once")

    def test_what_failed_is_nothing_to_tell(self):
        def fail(window):
            raise ValueError("not now")

        type(self).answer = staticmethod(fail)
        self.assertFalse(self._tell(37))
        self.assertEqual(self.measured.milestone_ids.state, "error")

    def test_each_milestone(self):
        days = (30, 60, 90, 120, 180)
        # This one has improved, and isn't read on.
        type(self).answer = staticmethod(lambda window: Measurement(2.0, 12))
        for number, day in enumerate(days, start=1):
            if day <= 90 or self.tracking.is_extended:
                self._enter(day, 11)  # nothing has moved
            self.assertEqual(len(self._tell(day)), number, day)
        self.assertFalse(self.measured.is_extended)

    def test_a_phase_that_fails_holds_up_no_other(self):
        other = self._new_phase(self._new_department("Sales"))
        self._enter_baseline(self._track(self.probe, other))
        self._go_live(other)
        self._enter(30)
        working = self.registry["rollout.phase"]._queue_milestone

        def picky(phase, *arguments):
            working(phase, *arguments)
            if phase == self.phase:
                phase.env.cr.execute("SELECT 1 / 0")

        self.patch(self.registry["rollout.phase"], "_queue_milestone", picky)
        with self.assertLogs("odoo.sql_db", "ERROR"), self.assertLogs(MILESTONE_LOG, "ERROR"):
            mail = self._tell(30)
        self.assertEqual(mail.subject, "Sales, day 30: what the numbers say")
        self.patch(self.registry["rollout.phase"], "_queue_milestone", working)
        self.assertEqual(len(self._tell(30, hours=1)), 2)

    def test_long_ago_is_not_told(self):
        self._tell(29)
        self._run(noon(GO_LIVE + timedelta(days=58)), "rollout_kpi.ir_cron_take_readings")
        self.assertFalse(self._tell(58), "day 60 is near")

    def test_nothing_is_told_of_what_is_over(self):
        self._enter(30)
        self._run(noon(GO_LIVE + timedelta(days=30)), "rollout_kpi.ir_cron_take_readings")
        for record in (self.phase, self.program):
            record.active = False
            self.assertFalse(self._tell(30), record)
            record.active = True
        stage = self.phase.stage_id
        self.phase.with_user(self.lead).action_cancel()
        self.assertFalse(self._tell(30))
        self.phase.sudo().stage_id = stage
        self.assertTrue(self._tell(30))

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
        self._run(noon(GO_LIVE + timedelta(days=90)), "rollout_kpi.ir_cron_raise_alarms")
        alarms = self.env["mail.mail"].search(
            [
                ("rollout_mailing_id.program_id", "=", self.program.id),
                ("subject", "like", "Not told apart from before by day 90"),
            ]
        )
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
