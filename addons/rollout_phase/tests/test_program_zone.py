"""The time zone in which a program counts, and who is told where it can't be meant."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestProgramZone(RolloutCase):
    def _new_program(self, schedule, lead_zone=False, country=None, **values):
        company = self.env["res.company"].create(
            {"name": "Fresh Ltd", "country_id": country and self.env.ref(f"base.{country}").id}
        )
        company.resource_calendar_id.tz = schedule
        lead = self._new_user("fresh_lead", "rollout_phase.group_rollout_lead", company=company)
        lead.tz = lead_zone
        return (
            self.env["rollout.program"]
            .with_user(lead)
            .create({"name": "Fresh launch", "company_id": company.id, "lead_id": lead.id, **values})
        )

    def test_a_fresh_database_in_utc(self):
        """A schedule made from the command line says UTC, without anybody having meant it."""
        program = self._new_program("UTC", "Asia/Bangkok")
        self.assertEqual(program.tz, "Asia/Bangkok")
        self.assertFalse(program.tz_warning)
        with freeze_time("2026-12-01 18:00:00"):
            self.assertEqual(program._get_today(), date(2026, 12, 2))

    def test_country_before_the_leads_own_zone(self):
        self.assertEqual(self._new_program("UTC", "Europe/Brussels", "th").tz, "Asia/Bangkok")

    def test_schedule_before_all_others(self):
        program = self._new_program("Asia/Kolkata", "Asia/Bangkok")
        self.assertEqual(program.tz, "Asia/Kolkata")
        with freeze_time("2026-12-01 18:29:59"):
            self.assertEqual(program._get_today(), date(2026, 12, 1))
        with freeze_time("2026-12-01 18:30:00"):
            self.assertEqual(program._get_today(), date(2026, 12, 2))

    def test_country_with_several_zones(self):
        self.assertEqual(self._new_program("UTC", "America/Denver", "us").tz, "America/Denver")

    def test_nobody_has_said_anything(self):
        program = self._new_program("UTC")
        self.assertEqual(program.tz, "UTC")
        self.assertIn("nobody has said", program.tz_warning)
        program.tz = "UTC"
        self.assertFalse(program.tz_warning, "now somebody has")

    def test_follows_the_schedule_until_somebody_chooses(self):
        self.company.resource_calendar_id.tz = "America/New_York"
        self.assertEqual(self.program.tz, "America/New_York")
        self.program.with_user(self.lead).tz = "Australia/Lord_Howe"
        self.company.resource_calendar_id.tz = "Europe/Brussels"
        self.assertEqual(self.program.tz, "Australia/Lord_Howe")
        self.assertEqual(self.program._get_timezone(), "Australia/Lord_Howe")

    def test_a_running_launch_keeps_its_days(self):
        program = self.program
        program.company_id.resource_calendar_id.tz = "UTC"
        program.lead_id.tz = "Asia/Kolkata"
        self.assertEqual(program.tz, "Asia/Kolkata")
        phase = self._open_gate().with_user(self.lead)
        phase.action_mark_ready()
        phase.action_go_live()
        program.lead_id.tz = "Asia/Tokyo"
        self.assertEqual(program.tz, "Asia/Kolkata")

    def test_warned_where_the_leads_clock_differs(self):
        with freeze_time("2026-12-03 02:05:00"):
            program = self._new_program("Europe/Brussels", "Asia/Bangkok")
            for word in ("Europe/Brussels", "Asia/Bangkok", "3:05", "9:05"):
                self.assertIn(word, program.tz_warning)
            program.tz = "Asia/Bangkok"
            self.assertFalse(program.tz_warning)

    def test_not_warned_where_another_name_means_the_same_clock(self):
        self.assertFalse(self._new_program("Asia/Bangkok", "Asia/Jakarta").tz_warning)

    def test_warned_in_summer_of_what_differs_in_winter_only(self):
        with freeze_time("2026-07-01"):
            self.assertIn("Africa/Algiers", self._new_program("Europe/London", "Africa/Algiers").tz_warning)

    def test_warned_where_the_country_has_no_such_clock(self):
        program = self._new_program("Europe/Brussels", "Europe/Brussels", "th")
        self.assertIn("Thailand", program.tz_warning)
        program.tz = "Europe/Brussels"
        self.assertFalse(program.tz_warning, "it is the lead's clock, and somebody has chosen it")
        program.tz = "Asia/Bangkok"
        self.assertNotIn("Thailand", program.tz_warning)

    def test_a_zone_that_does_not_exist(self):
        with self.assertRaisesRegex(ValidationError, "“Mars/Olympus” is no time zone"):
            self.program.tz = "Mars/Olympus"
        with self.assertRaisesRegex(ValidationError, "“Mars/Olympus” is no time zone"):
            self.env["rollout.program"].create({"name": "Far out", "tz": "Mars/Olympus"})
        imported = self.env["rollout.program"].load(["name", "tz"], [["Somewhere", "Mars/Olympus"]])
        self.assertIn("Mars/Olympus", imported["messages"][0]["message"])

    def test_a_new_program_from_the_form_follows(self):
        """What a form shows while a program is new isn't taken for a choice."""
        with Form(self.env["rollout.program"].with_user(self.lead)) as form:
            form.name = "From the form"
        program = form.record
        self.assertFalse(program.chosen_tz)
        self.company.resource_calendar_id.tz = "Asia/Tokyo"
        self.assertEqual(program.tz, "Asia/Tokyo")

    def test_the_form_names_the_zone_beside_each_hour(self):
        arch = self.env["rollout.program"].with_user(self.lead).get_view(view_type="form")["arch"]
        fields = self.env["rollout.program"]._fields
        for name in sorted(name for name in fields if name.endswith("_hour")):
            self.assertRegex(arch, rf'name="{name}"[^>]*/>\s*(<field name="tz"|<span[^>]*>in each reader)', name)

    def test_a_day_that_is_proposed_is_the_programs(self):
        """At noon of the second in Bangkok it is still the first in Honolulu, and already the second in Auckland."""
        champion = self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        with freeze_time("2026-12-02 05:00:00"):
            for tz in ("Pacific/Honolulu", "Pacific/Auckland", "Asia/Bangkok"):
                env = self.env(context={**self.env.context, "tz": tz})
                hours = env["rollout.champion.time"].create({"champion_id": champion.id, "hours": 1})
                self.assertEqual(hours.date, date(2026, 12, 2), tz)
            hours.date = date(2026, 11, 30)
            self.assertEqual(hours.date, date(2026, 11, 30), "what somebody wrote stays")
