"""One calendar on one screen: what the server writes in Thai has the year that the web client shows."""

import re
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.modules import get_module_path
from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_base.tools.reader_dates import format_date, format_datetime, format_week, week_of

from .common import RolloutCase

DAY = date(2027, 1, 31)
# Odoo's own ways to write a date, which know no Buddhist Era.
AROUND = re.compile(
    r"tools(\.misc)? import [^\n]*\bformat_date(time)?\b|babel\.dates import [^\n]*format_date|"
    r"(?<!\w)strftime\((?!['\"]%Y-%m-%d|.%G-W%V)|(?<!from)isoformat\(|widget': 'date(time)?'(?![^}]*'LLL')"
)


@tagged("post_install", "-at_install")
class TestReaderDates(RolloutCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("th_TH")
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.thai = cls.env(context={**cls.env.context, "lang": "th_TH", "tz": "Asia/Bangkok"})
        cls.german = cls.env(context={**cls.env.context, "lang": "de_DE"})

    def test_in_every_pattern(self):
        for pattern, thai, german in (
            (False, "31/01/2570", "31.01.2027"),
            ("short", "31/1/70", "31.01.27"),
            ("medium", "31 ม.ค. 2570", "31.01.2027"),
            ("long", "31 มกราคม 2570", "31. Januar 2027"),
            ("LLLL yyyy", "มกราคม 2570", "Januar 2027"),
            ("EEEE, d MMMM", "วันอาทิตย์, 31 มกราคม", "Sonntag, 31 Januar"),
            ("'y' yyyy", "y 2570", "y 2027"),
        ):
            self.assertEqual(format_date(self.thai, DAY, date_format=pattern), thai)
            self.assertEqual(format_date(self.german, DAY, date_format=pattern), german)
        self.assertEqual(format_date(self.thai, False), "")
        self.assertEqual(format_date(self.env, DAY, "th_TH"), "31/01/2570", "a reader in another language")
        self.assertEqual(format_date(self.thai, DAY, "de_DE"), "31.01.2027")

    def test_moments_on_local_clocks(self):
        moment = "2026-12-31 17:30:00"
        self.assertEqual(format_datetime(self.thai, moment, "Asia/Bangkok", "d MMMM y, HH:mm"), "1 มกราคม 2570, 00:30")
        self.assertEqual(format_datetime(self.thai, moment, "UTC"), "31/12/2569 17:30:00")
        self.assertEqual(format_date(self.thai, moment), "01/01/2570")

    def test_weeks(self):
        self.assertEqual(format_week(self.thai, "2026-W53"), "2569-W53")
        self.assertEqual(format_week(self.german, "2026-W53"), "2026-W53")
        self.assertEqual(week_of(self.thai, date(2027, 1, 3)), (53, 2569))
        self.assertEqual(week_of(self.env, date(2027, 1, 3)), (53, 2026))

    def test_groups_of_a_list(self):
        self.phase.planned_go_live = DAY
        check = self.phase.gate_check_ids[0]
        check.confirmed_on = "2026-12-31 17:30:00"
        for model, record, field, labels in (
            ("rollout.phase", self.phase, "planned_go_live", ("31 ม.ค. 2570", "W4 2570", "มกราคม 2570", "2570")),
            ("rollout.gate.check", check, "confirmed_on", ("01 ม.ค. 2570", "W53 2569", "มกราคม 2570", "2570")),
        ):
            for granularity, label in zip(("day", "week", "month", "year"), labels, strict=True):
                spec = f"{field}:{granularity}"
                [group] = self.thai[model].formatted_read_group([("id", "=", record.id)], [spec], ["__count"])
                self.assertEqual(group[spec][1], label)
                self.assertEqual(self.env[model].search(group["__extra_domain"] + [("id", "=", record.id)]), record)
                self.assertRegex(group[spec][0], "^20", "what the web client computes with")

    def test_named_by_a_day(self):
        champion = self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        with freeze_time(DAY):
            time = self.env["rollout.champion.time"].create({"champion_id": champion.id, "hours": 1})
        self.assertEqual(time.with_env(self.thai).display_name, "31/01/2570")
        self.assertEqual(time.with_env(self.german).display_name, "31.01.2027")

    def test_the_expectations_page(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        year = self.program.signature_id.signed_on.year
        path = f"/rollout/expectations/{self.program.page_token}"
        thai = self.url_open(path, headers={"Accept-Language": "th"}).text
        self.assertIn(f"/{year + 543}", thai)
        self.assertNotIn(f"/{year}", thai)
        self.assertIn(f"/{year}", self.url_open(path, headers={"Accept-Language": "en"}).text)

    def test_warnings_of_a_plan(self):
        self.phase.write({"sequence": 10, "planned_go_live": "2027-06-15"})
        second = self._new_phase(self._new_department("Inventory"), sequence=20, planned_go_live="2027-06-16")
        warnings = second.with_env(self.thai).timing_warnings
        self.assertIn("2570", warnings)
        self.assertNotIn("2027", warnings)

    def test_mails_of_odoo_about_a_record(self):
        self.lead.lang = "th_TH"
        self.phase.planned_go_live = "2027-01-31"
        self.phase.with_user(self.champion).sudo().activity_schedule(
            "mail.mail_activity_data_todo", DAY, user_id=self.lead.id
        )
        self.env.flush_all()
        [told] = self.env["mail.message"].search(
            [("partner_ids", "in", self.lead.partner_id.ids), ("model", "=", "rollout.phase")], limit=1
        )
        self.assertIn("31/01/2570", told.body)
        self.assertNotIn("2027", told.body)
        # Followers get what has changed.
        self.env.cr.precommit.run()
        self.phase.planned_go_live = "2027-02-28"
        self.env.flush_all()
        self.env.cr.precommit.run()
        message = self.env["mail.message"].search(
            [("model", "=", "rollout.phase"), ("res_id", "=", self.phase.id), ("tracking_value_ids", "!=", False)],
            order="id desc",
            limit=1,
        )
        for lang, old, new in (("th_TH", "31/01/2570", "28/02/2570"), ("en_US", "2027-01-31", "2027-02-28")):
            values = self.phase._notify_by_email_prepare_rendering_context(message, force_email_lang=lang)
            self.assertIn((old, new), [changed[1:] for changed in values["tracking_values"]])

    def test_nothing_goes_around_it(self):
        """Each date for people is written by `tools/reader_dates.py`; Odoo's own helpers write the Common Era."""
        names = self.env["ir.module.module"].search([("name", "=like", "rollout%"), ("state", "=", "installed")])
        for path in (Path(get_module_path(name)) for name in names.mapped("name")):
            for file in (*path.rglob("*.py"), *path.rglob("*.xml")):
                if {"tests", "demo"} & set(file.parts) or file.name == "reader_dates.py":
                    continue
                code = "\n".join(
                    line for line in file.read_text(encoding="utf-8").splitlines() if not line.strip().startswith(">>>")
                )
                self.assertFalse(AROUND.search(code), f"{file}: {AROUND.search(code)}")
