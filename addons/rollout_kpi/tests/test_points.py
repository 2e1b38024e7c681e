import json
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.rollout_kpi.tools.measurement import Measurement

from .common import GO_LIVE, KpiCase, noon

IMPORT_OPTIONS = {
    "has_headers": True,
    "quoting": '"',
    "separator": "",
    "encoding": "",
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "advanced": True,
    "sheet": "",
    "keep_matches": False,
}


def day(number):
    return GO_LIVE + timedelta(days=number)


@tagged("post_install", "-at_install")
class TestPoints(KpiCase):
    """The points before go-live as people bring them, those after it, and what each says of itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracking = cls._track(cls.probe)
        cls.by_hand = cls._track()

    def _paste(self, text, tracking=None, user=None, **values):
        tracking = (tracking or self.tracking).with_user(user or self.lead)
        with freeze_time(noon(GO_LIVE)):
            paste = self.env["rollout.kpi.paste"].with_user(user or self.lead)
            paste = paste.create({"tracking_id": tracking.id, "text": text, "method": "Weekly report", **values})
            paste.action_add()
        return tracking.baseline_ids.sorted("date_to")

    def test_a_column_of_values_becomes_the_last_weeks(self):
        points = self._paste("11\n12.5\n\n1,009\n")
        self.assertEqual(points.mapped("value"), [11, 12.5, 1009])
        self.assertEqual(points.mapped("date_to"), [day(-14), day(-7), GO_LIVE])
        self.assertEqual(set(points.mapped("method")), {"Weekly report"})
        self.assertFalse(any(points.mapped("measured")))

    def test_dates_are_read_as_the_reader_writes_them(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.lead.lang = "de_DE"
        points = self._paste("31.01.2026\t1.011,5\n2025-12;12", period="month")
        self.assertEqual(
            [(str(point.date_from), str(point.date_to), point.value) for point in points],
            [("2025-12-01", "2026-01-01", 12), ("2026-01-01", "2026-02-01", 1011.5)],
        )

    def test_a_year_of_another_calendar_is_named(self):
        """As people write days in Thai."""
        self.env["res.lang"]._activate_lang("th_TH")
        self.lead.lang = "th_TH"
        for day in ("31/01/2569", "2569-01-31", "2569-01"):
            with self.assertRaises(UserError) as caught:
                self._paste(f"{day}\t11")
            self.assertIn("2026", str(caught.exception), day)
            self.assertIn("2569", str(caught.exception), day)
        self.assertFalse(self.tracking.baseline_ids)

    def test_what_is_wrong_is_named_by_its_line_and_nothing_is_lost(self):
        text = "2026-01-05\t11\n2026-01-12\ttwelve\n31/31/2026\t4\n2026-01-05\t9\n2569-01-26\t9\n1926-01-26 9"
        with self.assertRaises(UserError) as caught:
            self._paste(text)
        lines = str(caught.exception).split("\n")
        self.assertEqual([line.split(",")[0] for line in lines], [f"Line {number}" for number in (2, 3, 4, 5, 6)])
        self.assertIn("twelve", lines[0])
        self.assertIn("2026 (B.E. 2569)", lines[3])
        self.assertIn("Common Era", lines[3])
        self.assertIn("1926", lines[4])
        self.assertFalse(self.tracking.baseline_ids)
        with self.assertRaisesRegex(UserError, "Paste the figures first"):
            self._paste(" \n")
        with self.assertRaisesRegex(ValidationError, "how the value was found"):
            self._paste("11", method=False)

    def test_what_no_computer_counts_with_is_named_by_its_line(self):
        for text, told in (
            ("9999-12-31\t5", "Line 1, “9999-12-31\t5”: The year 9999 can't be meant"),
            (f"2026-01-05\t{'9' * 400}", "Line 1, “2026-01-05\t9+”: There is no number at the end"),
            (f"11\n{'9' * 400}", "Line 2, “9+”: There is no number at the end"),
        ):
            for period in ("week", "month"):
                with self.subTest(told, period=period), self.assertRaisesRegex(UserError, told):
                    self._paste(text, period=period)

    def test_no_year_is_told_to_whoever_typed_none(self):
        for count, period in ((540, "week"), (150, "month"), (120000, "week")):
            with self.subTest(count, period=period), self.assertRaises(UserError) as caught:
                self._paste("11\n" * count, period=period)
            self.assertNotIn("can't be meant", str(caught.exception))
            self.assertIn("Line 1, “11”: That is more than ten years ago.", str(caught.exception))
        self.assertFalse(self.tracking.baseline_ids)

    def test_the_preview_shows_what_will_be_added(self):
        paste = self.env["rollout.kpi.paste"].with_user(self.lead)
        with freeze_time(noon(GO_LIVE)), Form(paste.with_context(default_tracking_id=self.tracking.id)) as form:
            self.assertEqual(form.period, "week")
            form.text = "<b>11</b>\n9"
            self.assertEqual(form.point_count, 1)
            self.assertIn("&lt;b&gt;11&lt;/b&gt;", form.preview)
            self.assertIn("03/01/2026", form.preview, "the last day of the last week")

    def test_no_week_counts_twice(self):
        self._paste("11\n12")
        with self.assertRaisesRegex(UserError, "have a value already"):
            self._paste("9")
        with freeze_time(noon(GO_LIVE)):
            self.tracking.with_user(self.lead).action_measure_baseline()
        points = self.tracking.baseline_ids.sorted("date_to")
        self.assertEqual(points.mapped("measured"), [True] * 6 + [False] * 2)
        # A week counts once also where it is entered or imported one by one.
        values = {"tracking_id": self.tracking.id, "date_from": day(-9), "date_to": day(-2), "value": 9, "method": "x"}
        with self.assertRaisesRegex(ValidationError, "no day counts twice"), freeze_time(noon(GO_LIVE)):
            self.lead_env["rollout.kpi.reading"].create(values)
        entered = points.filtered(lambda point: not point.measured)[0]
        with self.assertRaisesRegex(ValidationError, "no day counts twice"):
            entered.with_user(self.lead).date_from = day(-30)

    def test_only_a_lead_brings_old_figures(self):
        other = self.env["rollout.kpi.paste"].with_user(self.stranger)
        self.stranger.group_ids += self.env.ref("rollout_phase.group_rollout_lead")
        with self.assertRaises(AccessError):
            other.create({"tracking_id": self.tracking.id, "text": "11", "method": "x"}).action_add()
        self._go_live_with_points()
        with self.assertRaisesRegex(UserError, "locked since go-live"):
            self._paste("2025-01-06 11")

    def _go_live_with_points(self, values=(11, 12, 10)):
        self._enter_baseline(self.tracking, values)
        self._enter_baseline(self.by_hand, values)
        self._go_live()

    def test_a_spreadsheet_is_imported_for_one_kpi(self):
        action = self.by_hand.with_user(self.lead).action_import_points()
        file = "From,Until,Value,Method\n2026-01-01,2026-02-01,11.5,Checklist\n2026-02-01,2026-03-01,9,Checklist\n"
        imports = self.env["base_import.import"].with_user(self.lead).with_context(**action["params"]["context"])
        wizard = imports.create(
            {"res_model": action["params"]["model"], "file": file.encode(), "file_type": "text/csv"}
        )
        preview = wizard.parse_preview(IMPORT_OPTIONS)
        columns = ["/".join(preview["matches"][number]) for number in range(4)]
        self.assertEqual(columns, ["date_from", "date_to", "value", "method"])
        with freeze_time(noon(GO_LIVE)):
            result = wizard.execute_import(columns, preview["headers"], preview["options"])
        self.assertFalse(result["messages"])
        self.assertEqual(sorted(self.by_hand.baseline_ids.mapped("value")), [9, 11.5])

    def test_what_can_only_become_longer_never_looks_improved(self):
        self._go_live_with_points((11,) * 8)
        type(self).answer = staticmethod(lambda window: Measurement(3, 12, at_least=True, waiting=9, oldest=6))
        self._run_readings(day(90))
        self.assertEqual(self.tracking.verdict, "not_told_apart")
        self.assertEqual(self.tracking.day_90, "more than 3.0 days")
        self.assertIn("still open: 9, the oldest for 6.0 days", self.tracking.milestone_ids[-1:].made_of)
        type(self).answer = staticmethod(lambda window: Measurement(30, 12, at_least=True, waiting=9, oldest=60))
        self._run_readings(day(180))
        self.assertEqual(self.tracking.verdict, "worse")
        self.assertIn("In 5 of all points, most records were still open", self.tracking.basis_text)

    def test_what_was_longer_than_is_known_never_looks_surpassed(self):
        type(self).answer = staticmethod(lambda window: Measurement(5, 12, at_least=True, waiting=9, oldest=6))
        with freeze_time(noon(GO_LIVE)):
            self.tracking.with_user(self.lead).action_measure_baseline()
        self._enter_baseline(self.by_hand)
        self._go_live()
        type(self).answer = staticmethod(lambda window: Measurement(8, 12))
        self._run_readings(day(90))
        self.assertEqual(self.tracking.verdict, "not_told_apart", "more than 5 may well have been 30")
        self.assertIn("In 8 of all points, most records were still open", self.tracking.basis_text)
        type(self).answer = staticmethod(lambda window: Measurement(3, 12))
        self._run_readings(day(180))
        self.assertEqual(self.tracking.verdict, "improved", "3 is less than more than 5")

    def test_points_stay_where_their_source_has_gone(self):
        self._go_live_with_points((11,) * 8)
        self._run_readings(day(90))
        self.assertEqual(self.tracking.verdict, "improved")
        text = self.tracking.verdict_text
        self.probe.sudo().source = "manual"  # as when the addon that brought it is uninstalled
        self.env.invalidate_all()
        self.assertEqual((self.tracking.verdict, self.tracking.verdict_text), ("improved", text))

    def test_weeks_before_go_live_are_measured_for_a_kpi_that_comes_later(self):
        self._go_live_with_points()
        late = self._track(self.env["rollout.kpi"].create({"name": "Late", "source": "probe"}))
        # As older databases have points that were entered after go-live.
        self.env["rollout.kpi.reading"].create(
            {"tracking_id": late.id, "date_from": day(-7), "date_to": day(0), "value": 9, "method": "x"}
        )
        self._run_readings(day(30))
        self.assertEqual(sorted(late.baseline_ids.mapped("measured")), [False] + [True] * 7)

    def test_a_figure_says_what_it_is_made_of_to_each_reader(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self._go_live_with_points()
        describe = "_describe_probe"
        self.patch(
            self.registry["rollout.kpi"],
            describe,
            lambda kpi, facts: f"{kpi.env.lang}: {json.dumps(facts)}" if facts else "",
        )
        type(self).answer = staticmethod(lambda window: Measurement(4.0, 12, facts={"left_out": 2}))
        self._run_readings(day(30))
        reading = self.tracking.milestone_ids
        self.assertEqual(
            reading.with_context(lang="en_US").made_of,
            '12 records; en_US: {"left_out": 2}; 03/02/2026 to 03/31/2026',
        )
        self.assertIn('th_TH: {"left_out": 2}', reading.with_context(lang="th_TH").made_of)
        self.assertFalse(reading.method, "no sentence is kept")
        # Why it couldn't be measured is told in the same way.
        type(self).answer = staticmethod(lambda window: Measurement(facts={"problem": "gone"}))
        self._run_readings(day(60))
        failed = self.tracking.milestone_ids.filtered(lambda milestone: milestone.milestone_day == 60)
        self.assertEqual((failed.state, failed.error), ("error", False))
        self.assertIn('th_TH: {"problem": "gone"}', failed.with_context(lang="th_TH").made_of)

    def test_no_complaint_any_more_is_an_improvement(self):
        """Weeks are counted as they are, and compared for as many days as a reading has."""
        kpi = self.lead_env["rollout.kpi"].create(
            {
                "name": "Complaints",
                "unit": "calls",
                "source": "records",
                "record_model": "rollout.shadow.system",
                "record_domain": "[('name', '=', 'A complaint')]",
                "date_field": "create_date",
                "measure": "count",
            }
        )
        tracking = self._track(kpi)
        systems = self.env["rollout.shadow.system"].create(
            [{"name": "A complaint", "phase_id": self.phase.id, "fate": "kept"} for _number in range(112)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE rollout_shadow_system SET create_date = %s - id %% 56 * interval '1 day'
                WHERE id = ANY(%s)""",
            [noon(day(-1)), systems.ids],
        )
        self.env.invalidate_all()
        self._enter_baseline(self.tracking)
        self._enter_baseline(self.by_hand)
        with freeze_time(noon(GO_LIVE)):
            tracking.with_user(self.lead).action_measure_baseline()
        self.assertEqual(sum(tracking.baseline_ids.mapped("value")), 112)
        self.assertAlmostEqual(tracking.baseline_value, 60, msg="14 in each week")
        with self.assertRaisesRegex(ValidationError, "from when on it counts"):
            self._enter_baseline(tracking)
        self._go_live()
        self._run_readings(day(90))
        self.assertEqual((tracking.day_90, tracking.verdict, tracking.change), ("0.0 calls", "improved", -100))
        self.assertFalse(tracking.needs_countermeasure)
        self.assertEqual(tracking.sparkline["points"][-1]["text"], "Point after go-live: 0.0")

    def test_points_after_go_live_are_nobodys_to_enter(self):
        self._go_live_with_points()
        for tracking in (self.tracking, self.by_hand):
            with self.assertRaises(UserError), freeze_time(noon(day(30))):
                self.lead_env["rollout.kpi.reading"].create(
                    {
                        "tracking_id": tracking.id,
                        "role": "point",
                        "date_from": day(0),
                        "date_to": day(7),
                        "value": 1,
                        "method": "x",
                    }
                )
