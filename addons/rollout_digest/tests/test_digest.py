from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.plain_text import to_text
from .common import MONDAY, ProbeSectionCase, bangkok

SECTION_LOG = "odoo.addons.rollout_digest.models.rollout_digest_section"


@tagged("post_install", "-at_install")
class TestDigest(ProbeSectionCase):
    """A department that has been live for six weeks, told to sponsor and lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.digest_champions = False

    def setUp(self):
        super().setUp()
        self._go_live()

    def test_once_per_reader_and_week(self):
        self._run(bangkok(MONDAY, 7, 59))
        self.assertFalse(self._mails())
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(self._mails(self.sponsor.email)), 1)
        self.assertEqual(len(self._mails(self.lead.email)), 1)
        self._run(bangkok(MONDAY, 8, 10))
        self._run(bangkok(MONDAY + timedelta(days=6), 23, 50))
        self.assertEqual(len(self._mails()), 2)
        self._run(bangkok(MONDAY + timedelta(days=7), 8))
        self.assertEqual(len(self._mails()), 4)

    def test_only_the_current_week_after_a_standstill(self):
        self._run(bangkok(MONDAY, 8))
        self._run(bangkok(MONDAY + timedelta(days=30), 12))
        self.assertEqual(len(self._mails(self.sponsor.email)), 2)
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
        body = self._mails(self.sponsor.email).body_html
        self.assertIn("could not be made", body)
        self.assertNotIn("nowhere", body)
        self.assertIn("Probed", body)

    def test_preview_and_test_mail(self):
        action = self.program.with_user(self.lead).action_preview_digest()
        preview = self.env["rollout.digest.preview"].with_user(self.lead).with_context(**action["context"]).create({})
        self.assertIn("Live, day", preview.body)
        before = self.env["rollout.mailing"].search_count([])
        preview.action_send_test()
        mail = self.env["mail.mail"].search([("email_to", "=", self.lead.email_formatted)])
        self.assertIn("Live, day", mail.body_html)
        self.assertEqual(self.env["rollout.mailing"].search_count([]), before)
        self.env["res.lang"]._activate_lang("th_TH")
        self.lead.lang = "th_TH"
        preview.action_send_test()
        thai = self.env["mail.mail"].search([("email_to", "=", self.lead.email_formatted)]) - mail
        self.assertIn('lang="th-TH"', thai.body_html)
        self.lead.email = False
        with self.assertRaisesRegex(UserError, "e-mail address"):
            preview.action_send_test()

    def test_nothing_to_tell_is_said(self):
        new = self.program.copy({"name": "New"})
        self.assertIn("nothing to tell yet", self._render("sponsor", new))

    def test_where_each_department_stands(self):
        """What a digest tells by itself: of each department its stage, its day and, for whom it is, its gate."""
        planned = self._new_phase(self._new_department("Sales"), planned_go_live="2026-05-04")
        self._new_phase(self._new_department("Stock"))
        with freeze_time(bangkok(MONDAY, 8)):
            sponsor, staff = (to_text(self._render(audience)).splitlines() for audience in ("sponsor", "staff"))
        self.assertEqual(staff[:3], ["Launching Ltd", "Launch", "Where the launch stands on April 13, 2026"])
        gate = f"gate: {planned.gate_passed} of {planned.gate_total}"
        for lines, outlooks in (
            (sponsor, (f"planned for May 4, 2026, {gate}", gate)),
            (staff, ("planned for May 4, 2026", None)),
        ):
            told = ["Accounting", "Live, day 42", "Sales", outlooks[0], "Preparing", "Stock", outlooks[1], "Preparing"]
            told = list(filter(None, told))
            start = lines.index("Phases") + 1
            self.assertEqual(lines[start : start + len(told)], told)
        self.assertEqual(
            sponsor[-3:],
            [
                f"Open the program ({self.program.get_base_url()}/odoo/rollout.program/{self.program.id})",
                "You get this mail each week because you are the sponsor of this launch.",
                "Each reader finds a link here with which to unsubscribe.",
            ],
        )

    def test_what_people_type_is_shown_and_not_run(self):
        self.program.name = "<script>alert(1)</script>"
        self.phase.name = "<b>Books</b>"
        html = self._render("sponsor")
        self.assertNotIn("<script>", html)
        self.assertIn("&lt;b&gt;Books&lt;/b&gt;", html)

    def test_a_failing_program_fails_alone(self):
        good = self.program.copy({"name": "Good"})
        working = self.registry["rollout.digest.section"]._render_probe

        def picky(section, programs, audience, phases):
            if self.program in programs:
                raise ValueError("not this one")
            return working(section, programs, audience, phases)

        self._new_phase(self._new_department("Sales"), program_id=good.id)
        self.patch(self.registry["rollout.digest.section"], "_render_probe", picky)
        with self.assertLogs(SECTION_LOG, "ERROR"):
            bodies = self.env["rollout.digest.section"]._render_digests(self.program | good, "sponsor")
        self.assertIn("could not be made", bodies[self.program.id])
        self.assertNotIn("could not be made", bodies[good.id])
        self.assertIn("Probed", bodies[good.id])

    def test_sections_are_data(self):
        self.env.ref("rollout_digest.digest_section_sponsor_phases").active = False
        self.assertNotIn("Accounting", self._render("sponsor"))
        self.assertIn("Accounting", self._render("lead"))

    def test_the_preview_tells_how_many_get_it(self):
        counts = {"sponsor": 1, "lead": 1, "champion": 0, "staff": 0}
        previews = self.env["rollout.digest.preview"].with_user(self.lead)
        previews = previews.create([{"program_id": self.program.id, "audience": audience} for audience in counts])
        self.assertEqual({preview.audience: preview.reader_count for preview in previews}, counts)

    def test_every_audience_can_be_previewed(self):
        audiences = self.env["rollout.digest.section"]._fields["audience"]
        previews = self.env["rollout.digest.preview"].fields_get(["audience"])
        self.assertEqual(previews["audience"]["selection"], audiences._description_selection(self.env))

    def test_what_is_over_is_left_out(self):
        # As older databases have it: one in launch isn't archived any more.
        for close in (lambda phase: phase.action_cancel(), lambda phase: phase.sudo().write({"active": False})):
            phase = self._new_phase(self._new_department("Sales"))
            self.assertEqual(self._render("sponsor").count("Sales"), 1)
            close(phase.with_user(self.lead))
            body = self._render("sponsor")
            self.assertNotIn("Sales", body)
            self.assertIn("Accounting", body)
            phase.department_id.name = "Gone"
            phase.name = "Gone"

    def test_the_text_part_says_what_the_picture_shows(self):
        self._run(bangkok(MONDAY, 8))
        [values] = self._mails(self.sponsor.email)._prepare_outgoing_list()
        self.assertRegex(values["body_alternative"], r"(?m)^Accounting\nLive, day 42$")

    def test_a_sponsor_s_digest_that_is_switched_off_stays_on_record(self):
        self._flush_tracking()
        before = self.program.message_ids
        quiet = self.program.with_user(self.lead).with_context(tracking_disable=True, mail_notrack=True)
        quiet.digest_sponsor = False
        self._flush_tracking()
        values = (self.program.message_ids - before).sudo().tracking_value_ids
        self.assertEqual(values.field_id.mapped("name"), ["digest_sponsor"])

    def _flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()

    def test_queries_do_not_grow_with_the_programs(self):
        def measured(count):
            programs = self.env["rollout.program"]
            for number in range(count):
                program = self.program.copy({"name": f"P{count}-{number}"})
                programs |= program
                self._new_phase(self._new_department(f"D{count}-{number}"), program_id=program.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["rollout.digest.section"]._render_digests(programs, "sponsor")
            return self.env.cr.sql_log_count - before

        measured(1)
        self.assertLessEqual(measured(12), measured(2))
