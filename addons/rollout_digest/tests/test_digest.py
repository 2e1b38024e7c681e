from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tests.common import GO_LIVE, KpiCase, noon

MONDAY = date(2026, 4, 13)
SECTION_LOG = "odoo.addons.rollout_digest.models.rollout_digest_section"


def bangkok(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute) - timedelta(hours=7)


@tagged("post_install", "-at_install")
class TestDigest(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Other programs of the database have their own digests.
        cls.env["rollout.program"].search([("id", "!=", cls.program.id)]).active = False
        cls.program.digest_champions = False

    def setUp(self):
        super().setUp()
        self.tracking = self._track()
        self._enter_baseline(self.tracking)
        self._go_live()

    def _run(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("rollout_digest.ir_cron_send_digests").method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self, user=None):
        domain = [("subject", "=", "Launch: this week")]
        if user:
            domain += [("email_to", "=", user.email)]
        return self.env["mail.mail"].search(domain)

    def test_once_per_reader_and_week(self):
        self._run(bangkok(MONDAY, 7, 59))
        self.assertFalse(self._mails())
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(self._mails(self.sponsor)), 1)
        self.assertEqual(len(self._mails(self.lead)), 1)
        self._run(bangkok(MONDAY, 8, 10))
        self._run(bangkok(MONDAY + timedelta(days=6), 23, 50))
        self.assertEqual(len(self._mails()), 2)
        self._run(bangkok(MONDAY + timedelta(days=7), 8))
        self.assertEqual(len(self._mails()), 4)

    def test_only_the_current_week_after_a_standstill(self):
        self._run(bangkok(MONDAY, 8))
        self._run(bangkok(MONDAY + timedelta(days=30), 12))
        self.assertEqual(len(self._mails(self.sponsor)), 2)
        periods = self.env["rollout.mailing"].search(
            [
                ("program_id", "=", self.program.id),
                ("purpose", "=", "rollout_digest.digest"),
                ("res_id", "=", self.sponsor.id),
            ]
        )
        self.assertEqual(sorted(periods.mapped("period")), ["2026-W16", "2026-W20"])

    def test_day_and_hour_are_the_programs(self):
        self.program.write({"digest_weekday": "2", "digest_hour": 16.5})
        self._run(bangkok(MONDAY + timedelta(days=2), 16, 29))
        self.assertFalse(self._mails())
        self._run(bangkok(MONDAY + timedelta(days=2), 16, 30))
        self.assertEqual(len(self._mails()), 2)

    @mute_logger("odoo.sql_db")
    def test_the_hour_is_one_of_the_day(self):
        for hour in (-1, 23.6):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.program.digest_hour = hour
                self.env.flush_all()

    def test_one_person_gets_one_mail(self):
        self.program.lead_id = self.sponsor
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(self._mails()), 1)

    def test_a_reader_without_address_holds_up_nobody(self):
        self.sponsor.email = False
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(self._mails()), 1)
        aside = self.env["rollout.mailing"].search([("program_id", "=", self.program.id), ("state", "=", "set_aside")])
        self.assertEqual((aside.purpose, aside.res_id), ("rollout_digest.digest", self.sponsor.id))

    def test_a_finished_program_is_quiet(self):
        self.phase.sudo().stage_id = self.env.ref("rollout_phase.stage_stable")
        self._run(bangkok(MONDAY, 8))
        self.assertFalse(self._mails())

    def test_the_numbers_are_in_it(self):
        with freeze_time(noon(GO_LIVE + timedelta(days=30))):
            self.lead_env["rollout.kpi.reading"].create(
                {
                    "tracking_id": self.tracking.id,
                    "role": "milestone",
                    "milestone_day": 30,
                    "date_to": GO_LIVE,
                    "value": 8.8,
                    "method": "From the checklist",
                }
            )
        self._run(bangkok(MONDAY, 8))
        body = self._mails(self.sponsor).body_html
        for text in (
            "Month-end close",
            "From 11.0 to 8.8 days",
            "Likely improved",
            "day 42",
            "(-20 %)",
            "chance: 1 in 4",
        ):
            self.assertIn(text, body)
        self.assertIn('width="100%"', body)
        self.assertIn('width="80%"', body)
        self.assertNotIn("<img", body)
        self.assertEqual(body.count("Baseline"), 1)

    def test_what_people_type_is_shown_and_not_run(self):
        self.program.name = "<script>alert(1)</script>"
        self.kpi.name = "<b>Close</b>"
        body = self.env["rollout.digest.section"]._render_digests(self.program, "sponsor")
        html = body[self.program.id]
        self.assertNotIn("<script>", html)
        self.assertIn("&lt;b&gt;Close&lt;/b&gt;", html)

    def test_each_reader_has_their_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.sponsor.lang = "th_TH"
        self.env.ref("rollout_phase.stage_live").with_context(lang="th_TH").name = "ใช้งานจริง"
        self._run(bangkok(MONDAY, 8))
        mails = self.env["mail.mail"].search([("email_to", "in", (self.sponsor.email, self.lead.email))])
        thai = mails.filtered(lambda mail: mail.email_to == self.sponsor.email)
        english = mails - thai
        self.assertIn("ใช้งานจริง", thai.body_html)
        self.assertNotIn("ใช้งานจริง", english.body_html)

    def test_a_failing_section_fails_alone(self):
        def broken(section, programs, audience, phases):
            section.env.cr.execute("SELECT nothing FROM nowhere")

        self.patch(self.registry["rollout.digest.section"], "_render_phases", broken)
        with mute_logger("odoo.sql_db"), self.assertLogs(SECTION_LOG, "ERROR") as log:
            self._run(bangkok(MONDAY, 8))
        self.assertIn("Digest section phases", log.output[0])
        body = self._mails(self.sponsor).body_html
        self.assertIn("could not be made", body)
        self.assertNotIn("nowhere", body)
        self.assertIn("Month-end close", body)

    def test_a_failing_program_fails_alone(self):
        good = self.program.copy({"name": "Good"})
        working = self.registry["rollout.digest.section"]._render_kpi

        def picky(section, programs, audience, phases):
            if self.program in programs:
                raise ValueError("not this one")
            return working(section, programs, audience, phases)

        self._track(phase=self._new_phase(self._new_department("Sales"), program_id=good.id))
        self.patch(self.registry["rollout.digest.section"], "_render_kpi", picky)
        with self.assertLogs(SECTION_LOG, "ERROR"):
            bodies = self.env["rollout.digest.section"]._render_digests(self.program | good, "sponsor")
        self.assertIn("could not be made", bodies[self.program.id])
        self.assertNotIn("could not be made", bodies[good.id])
        self.assertIn("Month-end close", bodies[good.id])

    def test_sections_are_data(self):
        self.env.ref("rollout_kpi.digest_section_sponsor_kpi").active = False
        render = self.env["rollout.digest.section"]._render_digests
        self.assertNotIn("Month-end close", render(self.program, "sponsor")[self.program.id])
        self.assertIn("Month-end close", render(self.program, "lead")[self.program.id])

    def test_preview_and_test_mail(self):
        action = self.program.with_user(self.lead).action_preview_digest()
        preview = self.lead_env["rollout.digest.preview"].with_context(**action["context"]).create({})
        self.assertIn("Month-end close", preview.body)
        before = self.env["rollout.mailing"].search_count([])
        preview.action_send_test()
        mail = self.env["mail.mail"].search([("email_to", "=", self.lead.email_formatted)])
        self.assertIn("Month-end close", mail.body_html)
        self.assertEqual(self.env["rollout.mailing"].search_count([]), before)
        self.env["res.lang"]._activate_lang("th_TH")
        self.lead.lang = "th_TH"
        preview.action_send_test()
        thai = self.env["mail.mail"].search([("email_to", "=", self.lead.email_formatted)]) - mail
        self.assertIn('lang="th-TH"', thai.body_html)
        self.lead.email = False
        with self.assertRaisesRegex(UserError, "e-mail address"):
            preview.action_send_test()

    def test_the_preview_tells_how_many_get_it(self):
        counts = {"sponsor": 1, "milestone": 1, "lead": 1, "champion": 0, "staff": 0}
        previews = self.lead_env["rollout.digest.preview"].create(
            [{"program_id": self.program.id, "audience": audience} for audience in counts]
        )
        self.assertEqual({preview.audience: preview.reader_count for preview in previews}, counts)

    def test_what_is_over_is_left_out(self):
        render = self.env["rollout.digest.section"]._render_digests
        # As older databases have it: one in launch isn't archived any more.
        for close in (lambda phase: phase.action_cancel(), lambda phase: phase.sudo().write({"active": False})):
            phase = self._new_phase(self._new_department("Sales"))
            self._track(phase=phase)
            self.assertEqual(render(self.program, "sponsor")[self.program.id].count("Sales"), 2)
            close(phase.with_user(self.lead))
            body = render(self.program, "sponsor")[self.program.id]
            self.assertNotIn("Sales", body)
            self.assertIn("Accounting", body)
            phase.department_id.name = "Gone"
            phase.name = "Gone"

    def test_nothing_to_tell_is_said(self):
        new = self.program.copy({"name": "New"})
        body = self.env["rollout.digest.section"]._render_digests(new, "sponsor")[new.id]
        self.assertIn("nothing to tell yet", body)

    def test_a_baseline_of_zero_has_a_bar(self):
        tracking = self._track(phase=self._new_phase(self._new_department("Sales")))
        self._enter_baseline(tracking, (0, 0, 0))
        bars = self.env["rollout.digest.section"]._prepare_bars(tracking)
        self.assertEqual([(bar["label"], bar["text"], bar["percent"]) for bar in bars], [("Baseline", "0.0", 1)])

    def test_the_text_part_says_what_the_picture_shows(self):
        self._run(bangkok(MONDAY, 8))
        [values] = self._mails(self.sponsor)._prepare_outgoing_list()
        self.assertRegex(values["body_alternative"], r"(?m)^Baseline  11\.0$")

    def test_queries_do_not_grow_with_the_programs(self):
        def measured(count):
            programs = self.env["rollout.program"]
            for number in range(count):
                program = self.program.copy({"name": f"P{count}-{number}"})
                programs |= program
                phase = self._new_phase(self._new_department(f"D{count}-{number}"), program_id=program.id)
                self._enter_baseline(self._track(phase=phase))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["rollout.digest.section"]._render_digests(programs, "sponsor")
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(12), measured(2))
