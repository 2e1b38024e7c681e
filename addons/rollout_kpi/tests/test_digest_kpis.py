from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.rollout_digest.tests.common import GO_LIVE, MONDAY, bangkok, noon

from .common_digest import KpiDigestCase


@tagged("post_install", "-at_install")
class TestDigestKpis(KpiDigestCase):
    """What a digest tells of KPIs, and to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.digest_champions = False

    def setUp(self):
        super().setUp()
        self.tracking = self._track()
        self._enter_baseline(self.tracking)
        self._go_live()

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
        body = self._mails(self.sponsor.email).body_html
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
        self.kpi.name = "<b>Close</b>"
        self.assertIn("&lt;b&gt;Close&lt;/b&gt;", self._render("sponsor"))

    def test_sections_are_data(self):
        self.env.ref("rollout_kpi.digest_section_sponsor_kpi").active = False
        self.assertNotIn("Month-end close", self._render("sponsor"))
        self.assertIn("Month-end close", self._render("lead"))

    def test_staff_see_no_number_that_they_may_not_read(self):
        for audience in ("sponsor", "lead"):
            self.assertIn("Month-end close", self._render(audience))
        # Whoever is named a champion need not have the right to read it in Odoo.
        for audience in ("champion", "staff"):
            self.assertNotIn("Month-end close", self._render(audience))

    def test_the_preview_tells_how_many_get_it(self):
        counts = {"sponsor": 1, "milestone": 1, "lead": 1, "champion": 0, "staff": 0}
        previews = self.lead_env["rollout.digest.preview"].create(
            [{"program_id": self.program.id, "audience": audience} for audience in counts]
        )
        self.assertEqual({preview.audience: preview.reader_count for preview in previews}, counts)

    def test_what_is_over_is_left_out(self):
        # As older databases have it: one in launch isn't archived any more.
        for close in (lambda phase: phase.action_cancel(), lambda phase: phase.sudo().write({"active": False})):
            phase = self._new_phase(self._new_department("Sales"))
            self._track(phase=phase)
            self.assertEqual(self._render("sponsor").count("Sales"), 2)
            close(phase.with_user(self.lead))
            body = self._render("sponsor")
            self.assertNotIn("Sales", body)
            self.assertIn("Accounting", body)
            phase.department_id.name = "Gone"
            phase.name = "Gone"

    def test_a_baseline_of_zero_has_a_bar(self):
        tracking = self._track(phase=self._new_phase(self._new_department("Sales")))
        self._enter_baseline(tracking, (0, 0, 0))
        bars = self.env["rollout.digest.section"]._prepare_bars(tracking)
        self.assertEqual([(bar["label"], bar["text"], bar["percent"]) for bar in bars], [("Baseline", "0.0", 1)])

    def test_the_text_part_says_what_the_picture_shows(self):
        self._run(bangkok(MONDAY, 8))
        [values] = self._mails(self.sponsor.email)._prepare_outgoing_list()
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

    def test_an_alarm_is_told_whatever_a_reader_has_ended(self):
        values = {"lang_html": "en", "direction": "ltr", "program_name": "Launch", "company_name": "Ltd", "path": "/"}
        for stopped in (0, 1):
            page = self.env["ir.qweb"]._render("rollout_digest.unsubscribe_page", {**values, "stopped": stopped})
            self.assertIn("such as an alarm to its sponsor, are not part of the digest", page)
