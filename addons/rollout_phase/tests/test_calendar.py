"""Days and weeks are the same for every reader, whatever their language and time zone."""

import re

from odoo.tests import tagged

from .common import RolloutCase
from .common_calendar import CalendarCase

LANGUAGES = ("en_US", "th_TH", "fr_FR", "ar_SY")
# In Thai the years of the Buddhist Era are read.
YEARS_AHEAD = {"th_TH": 543}
READER_ZONES = ("Asia/Bangkok", "America/Los_Angeles", "Pacific/Auckland", False)


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, RolloutCase):
    MODULE = "rollout_phase"
    WITHOUT_PROGRAM = frozenset(
        {
            "rollout.phase.stage",
            "rollout.phase.template",
            "rollout.phase.template.check",
        }
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES:
            cls.env["res.lang"]._activate_lang(code)

    def _readers(self, model):
        for lang in LANGUAGES:
            for tz in READER_ZONES:
                yield self.env[model].with_context(lang=lang, tz=tz)

    def _confirm(self, phase, *moments):
        checks = phase.gate_check_ids[: len(moments)]
        for check, moment in zip(checks, moments, strict=True):
            check.confirmed_on = moment
        return checks

    def _new_program(self, zone, name="Launch elsewhere"):
        company = self.env["res.company"].create({"name": name})
        company.resource_calendar_id.tz = zone
        program = self.env["rollout.program"].create({"name": name, "company_id": company.id})
        department = self.env["hr.department"].create({"name": name, "company_id": company.id})
        return self.env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})

    def _group(self, reader, domain, spec):
        """Return ``{label: count}``, and make sure that each group opens as many records as it counts."""
        groups = reader.formatted_read_group(domain, [spec], ["__count"])
        for group in groups:
            opened = reader.search_count([*domain, *group["__extra_domain"]])
            self.assertEqual(opened, group["__count"], (reader.env.context, group))
        return {
            self._name(reader, group[spec][1]) if isinstance(group[spec], tuple) else group[spec]: group["__count"]
            for group in groups
        }

    def _name(self, reader, label):
        """Return the label with its year in the Common Era."""
        ahead = YEARS_AHEAD.get(reader.env.lang, 0)
        return re.sub(r"\d{4}$", lambda year: str(int(year[0]) - ahead), label)

    def test_dates_around_new_year_by_iso_weeks(self):
        phases = self.phase
        phases.planned_go_live = "2026-12-27"  # a Sunday
        for name, day in (("Stock", "2027-01-02"), ("Sales", "2027-01-03"), ("Purchase", "2027-01-04")):
            phases += self._new_phase(self._new_department(name), planned_go_live=day)
        for reader in self._readers("rollout.phase"):
            self.assertEqual(
                self._group(reader, [("id", "in", phases.ids)], "planned_go_live:week"),
                {"W52 2026": 1, "W53 2026": 2, "W1 2027": 1},
                reader.env.context,
            )

    def test_moments_fall_on_the_programs_days(self):
        """Midnight between Sunday and Monday in Bangkok is 17:00 UTC on Sunday."""
        checks = self._confirm(
            self.phase, "2026-12-27 16:59:59", "2026-12-27 17:00:00", "2027-01-03 16:59:59", "2027-01-03 17:00:00"
        )
        for reader in self._readers("rollout.gate.check"):
            domain = [("id", "in", checks.ids)]
            self.assertEqual(
                self._group(reader, domain, "confirmed_on:week"), {"W52 2026": 1, "W53 2026": 2, "W1 2027": 1}
            )
            self.assertEqual(self._group(reader, domain, "confirmed_on:iso_week_number"), {52: 1, 53: 2, 1: 1})
        days = self._group(self.env["rollout.gate.check"].with_context(lang="en_US"), domain, "confirmed_on:day")
        self.assertEqual(list(days), ["27 Dec 2026", "28 Dec 2026", "03 Jan 2027", "04 Jan 2027"])

    def test_programs_in_several_zones(self):
        """One moment is Monday in Kolkata and Sunday in New York; each program's own day counts."""
        checks = self._confirm(self._new_program("America/New_York", "West"), "2027-01-03 18:30:00")
        checks += self._confirm(self._new_program("Asia/Kolkata", "East"), "2027-01-03 18:30:00")
        for reader in self._readers("rollout.gate.check"):
            domain = [("id", "in", checks.ids)]
            self.assertEqual(self._group(reader, domain, "confirmed_on:week"), {"W53 2026": 1, "W1 2027": 1})
            self.assertEqual(self._group(reader, domain, "confirmed_on:day_of_month"), {3: 1, 4: 1})

    def test_weeks_in_which_the_clocks_change(self):
        phase = self._new_program("Europe/Brussels")
        # Local midnights at UTC+1 before the last Sunday of March, and at UTC+2 after it.
        checks = self._confirm(phase, "2026-03-22 22:59:59", "2026-03-22 23:00:00", "2026-03-29 21:59:59")
        for reader in self._readers("rollout.gate.check"):
            self.assertEqual(
                self._group(reader, [("id", "in", checks.ids)], "confirmed_on:week"), {"W12 2026": 1, "W13 2026": 2}
            )

    def test_grouped_through_another_record(self):
        self.phase.planned_go_live = "2027-01-03"
        champion = self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        for reader in self._readers("rollout.champion"):
            self.assertEqual(
                self._group(reader, [("id", "=", champion.id)], "phase_id.planned_go_live:week"), {"W53 2026": 1}
            )

    def test_weeks_without_a_record_are_drawn_between_the_others(self):
        checks = self._confirm(self.phase, "2026-12-27 16:59:59", "2027-01-04 03:00:00")
        for reader in self._readers("rollout.gate.check"):
            groups = reader.with_context(fill_temporal=True).formatted_read_group(
                [("id", "in", checks.ids)], ["confirmed_on:week"], ["__count"]
            )
            self.assertEqual(
                [(self._name(reader, group["confirmed_on:week"][1]), group["__count"]) for group in groups],
                [("W52 2026", 1), ("W53 2026", 0), ("W1 2027", 1)],
            )

    def test_without_a_date(self):
        groups = self.env["rollout.phase"].formatted_read_group(
            [("id", "=", self.phase.id)], ["planned_go_live:week"], ["__count"]
        )
        self.assertEqual([(g["planned_go_live:week"], g["__count"]) for g in groups], [(False, 1)])
