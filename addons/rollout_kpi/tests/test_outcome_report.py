import io
import os
import pathlib
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfReader

from . import ink
from .common import GO_LIVE, KpiCase, noon

# How the page looks. After a change of it that is meant, ROLLOUT_GOLDEN=1 writes it anew: look at it, then keep it.
GOLDEN = pathlib.Path(__file__).parent / "outcome_report.png"
# The largest share of the ink that may differ from it, such as lines and badges that come a bit thicker or wider with
# another build or font: less than any chart on the page.
TOLERANCE = 0.05
LONG = "Somebody counted every shelf of the third warehouse twice and wrote the difference down. "
THAI = "นับสินค้าทุกชั้นในคลังที่สามสองรอบแล้วจดส่วนต่างไว้ทั้งหมดเพื่อให้ทีมบัญชีตรวจสอบได้ก่อนวันเริ่มใช้งานจริง"


@tagged("post_install", "-at_install")
class TestOutcomeReport(KpiCase, HttpCase):
    """The real PDF, printed by the real wkhtmltopdf."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.EUR")
        cls.program.hourly_rate = 20
        cls.program.with_user(cls.sponsor).action_sign_expectations()
        cls.phase.write({"stage_id": cls.phase._get_stage("live").id, "go_live_date": GO_LIVE})
        cls.kpi.name = "Month-end close"
        cls.close = cls._follow(cls.kpi, (12, 11, 11), (10, 8, 5))
        cls.hours = cls._follow(
            cls.env["rollout.kpi"].create({"name": "Manual hours", "unit": "hours a week", "is_weekly_hours": True}),
            (14, 15, 14), (16, 10, 6),
        )  # fmt: skip
        cls.calls = cls._follow(
            cls.env["rollout.kpi"].create({"name": "Calls", "unit": "calls a week"}), (40, 42, 38), (44, 41, 39)
        )
        cls.task = cls._time("Check an expense report", 10, (15, 14, 13, 12, 10, 9, 8, 8))
        cls._time("File a contract", 5, (8, 8, 7.5, 7, 6.8, 6.5, 6.2, 6))

    @classmethod
    def _follow(cls, kpi, baseline, values, **extra):
        """Track ``kpi`` with three points before go-live, and values of day 30, 60 and 90 after it."""
        tracking = cls._track(kpi)
        common = {"tracking_id": tracking.id, "method": "Closing checklist of the month", **extra}
        points = [
            {**common, "value": value, "date_to": GO_LIVE - timedelta(days=30 * back)}
            for back, value in enumerate(baseline)
        ]
        milestones = [
            {
                **common,
                "role": "milestone",
                "milestone_day": day,
                "date_from": GO_LIVE + timedelta(days=day - 30),
                "date_to": GO_LIVE + timedelta(days=day),
                **({"state": "too_few"} if value is None else {"value": value}),
            }
            for day, value in zip((30, 60, 90), values, strict=False)
        ]
        cls.env["rollout.kpi.reading"].create(points + milestones)
        return tracking

    @classmethod
    def _time(cls, name, old, medians):
        return cls.env["rollout.task"].create(
            {
                "name": name,
                "phase_id": cls.phase.id,
                "old_minutes": old,
                "old_method": "Timed",
                "sample_ids": [
                    Command.create({"date": GO_LIVE + timedelta(days=7 * week + day), "minutes": minutes})
                    for week, minutes in enumerate(medians)
                    for day in range(3)
                ],
            }
        )

    def _print(self, phases=None, user=None, lang="en_US", day=92):
        """Return the pages of the report as it is printed that many days after go-live."""
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["ir.actions.report"].with_user(user or self.lead)
        report = report.with_context(force_report_rendering=True, lang=lang)
        with freeze_time(noon(GO_LIVE + timedelta(days=day))):
            content, kind = report._render_qweb_pdf("rollout_kpi.outcome_report", (phases or self.phase).ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content)).pages

    def _get_texts(self, *args, **options):
        pages = [" ".join(page.extract_text().split()) for page in self._print(*args, **options)]
        return [text.replace("\ufeff", "") for text in pages]

    def _answer(self, tracking):
        with freeze_time(noon(GO_LIVE)):
            self.env["rollout.kpi.countermeasure"].create(
                {
                    "tracking_id": tracking.id,
                    "name": "Send a link with every invoice",
                    "user_id": self.lead.id,
                    "deadline": "2026-07-01",
                }
            )

    def test_one_page_with_what_came_of_it(self):
        self.env["rollout.kpi.correction"].create(
            {
                "reading_id": self.close.milestone_ids.filtered(lambda r: r.milestone_day == 60).id,
                "value": 7,
                "reason": "A holiday was counted",
            }
        )
        self.hours.milestone_ids.filtered(lambda r: r.milestone_day == 90).write(
            {"late": True, "measured": True, "count": 17}
        )
        [text] = self._get_texts()
        for words in (
            "Accounting",
            "Day 92",
            "The result after day 90.",
            "+ Improved: 1",
            "= Not told apart: 2",
            "11.0 3 points",
            "7.0 corrected",
            "6.0 17 records, late",
            "-36 %, by chance: 1 in 20",
            "Chance alone would make 0.2 of these 3 numbers look improved, and 0.4 more likely so.",
            "Baseline, Day 30, Day 60, Day 90: Closing checklist of the month; 3 points before go-live, 3 after it.",
            "280.00 € a week = 14.0 hours a week",
            "858.00 € until day 90 = 42.9 hours",
            "(14.0 - 16.0) × 30/7",
            "As fast as before since week 5",
            "Slower than before in week 8",
            "Check an expense report: in week 5; File a contract: Slower than before",
            "Better within 6 months, by 09/02/2026",
            "1 of 3 numbers have improved so far, or likely so",
            "nobody has said yet what is done about it",
            "Expectations signed by rollout_sponsor",
            self.program.signature_id.hash[:12],
        ):
            self.assertIn(words, text)
        self._answer(self.calls)
        self._answer(self.hours)
        [text] = self._get_texts()
        self.assertIn("Send a link with every invoice (", text)
        self.assertNotIn("nobody has said yet", text)

    def test_before_day_90_it_says_what_is_missing(self):
        self.env["rollout.kpi.reading"].search([("milestone_day", "=", 90)]).unlink()
        with freeze_time(noon(GO_LIVE + timedelta(days=90))):
            report = self.env["report.rollout_kpi.outcome_report"]
            status = report._prepare_status(self.phase, self.phase.kpi_tracking_ids)
            cells = report._prepare_cells(self.close)
        self.assertIn("Day 90 is not read yet", status, "day 90 is the day of the result")
        self.assertEqual(cells[-1], ("–", "05/31/2026"), "and not over yet")
        [text] = self._get_texts(day=65)
        self.assertIn("An interim report of day 65. The result is known on day 90, on 05/31/2026.", text)
        self.assertIn("– 05/31/2026", text)
        [text] = self._get_texts()
        self.assertIn("Day 90 is not read yet: Calls, Manual hours, Month-end close", text)
        self.assertIn("10.0 8.0 missing", text)
        self.assertNotIn("The result after", text)

    def test_too_few_data_is_not_nothing(self):
        tracking = self._follow(self.env["rollout.kpi"].create({"name": "Rare"}), (3, 3), (3, None, None))
        [text] = self._get_texts()
        self.assertIn("2 of 3 points 3.0 Too few data Too few data", text)
        self.assertIn("? Too few data", text)
        self.assertEqual(tracking.verdict, "too_few")

    def test_not_live_yet(self):
        other = self._new_phase(self._new_department("Sales"))
        first, second = self._get_texts(self.phase | other)
        self.assertIn("Accounting", first)
        self.assertIn("The department is not live yet: there is no result to tell.", second)
        self.assertIn("No KPI of this department is followed", second)

    def test_it_stays_on_one_page(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.program.with_context(lang="th_TH").name = LONG * 3
        self.phase.name = THAI
        self.employees.name = THAI
        self.phase.champion_ids = [Command.create({"employee_id": employee.id}) for employee in self.employees]
        for number, name in enumerate([LONG, THAI, "W" * 200, LONG, THAI]):
            kpi = self.env["rollout.kpi"].create(
                {"name": f"{number} {name}", "unit": THAI, "is_weekly_hours": number < 3}
            )
            tracking = self._follow(kpi, (40, 40, 40), (41, 1234567, None), method=name * 4)
            if number > 2:
                self._answer(tracking)
        (self.task | self.phase.task_ids).name = THAI
        self.assertEqual(len(self.phase.kpi_tracking_ids), 8)
        for lang in ("en_US", "th_TH"):
            with self.subTest(lang=lang):
                [text] = self._get_texts(lang=lang)
                self.assertIn(self.program.signature_id.hash[:12], text, "the last line is there")

    def test_more_kpis_go_on_on_another_page(self):
        for number in range(12):
            self._follow(self.env["rollout.kpi"].create({"name": f"Number {number}."}), (4, 4, 4), (3, 3, 3))
        pages = self._get_texts()
        self.assertGreater(len(pages), 1)
        text = " ".join(pages)
        for number in range(12):
            self.assertIn(f"Number {number}.", text)
        self.assertIn(self.program.signature_id.hash[:12], text)

    def test_a_reader_s_rights_hold(self):
        for user in (self.lead, self.champion, self.sponsor):
            [text] = self._get_texts(user=user)
            self.assertIn("Month-end close", text, user.login)
            self.assertIn("858.00 €", text, user.login)
            self.assertIn("File a contract", text, user.login)
        [text] = self._get_texts(user=self.staff)
        for words in ("Month-end close", "€", "File a contract", "Improved"):
            self.assertNotIn(words, text)
        self.assertIn("they are for the sponsor", text)
        with self.assertRaises(AccessError):
            self._print(user=self.stranger)

    def test_it_is_printed_from_the_web_client(self):
        bindings = self.env["ir.actions.actions"].with_user(self.sponsor).get_bindings("rollout.phase")
        self.assertIn(self.env.ref("rollout_kpi.outcome_report_action").id, [a["id"] for a in bindings["report"]])
        self.authenticate(self.sponsor.login, self.sponsor.login)
        response = self.url_open(f"/report/html/rollout_kpi.outcome_report/{self.phase.id}")
        self.assertIn("Outcome report", response.text)
        form = self.env["rollout.phase"].with_user(self.sponsor).get_view(view_type="form")["arch"]
        self.assertIn("Print Outcome Report", form)

    def _draw(self):
        [page] = self._print()
        return ink.draw(page)

    def test_it_looks_as_it_did(self):
        drawn = self._draw()
        if os.environ.get("ROLLOUT_GOLDEN"):
            drawn.quantize(64).save(GOLDEN, optimize=True)
        golden = Image.open(GOLDEN).convert("RGB")
        self.assertEqual(drawn.size, golden.size)
        self.assertLess(ink.difference(golden, drawn), TOLERANCE)

    def test_a_chart_that_does_not_print_is_seen(self):
        golden = Image.open(GOLDEN).convert("RGB")
        report = self.registry["report.rollout_kpi.outcome_report"]
        prepare_bars, prepare_task = report._prepare_bars, report._prepare_task

        def without_bars(model, tracking):
            bars = prepare_bars(model, tracking)
            return {**bars, "places": [], "level": None} if tracking == self.hours else bars

        def without_curve(model, task, kpis):
            values = prepare_task(model, task, kpis)
            if task == self.task:
                values["curve"] = {**values["curve"], "dots": [], "line": "", "dip": ""}
            return values

        for name, broken in (("_prepare_bars", without_bars), ("_prepare_task", without_curve)):
            with self.subTest(name), patch.object(report, name, broken):
                self.assertGreater(ink.difference(golden, self._draw()), TOLERANCE)
