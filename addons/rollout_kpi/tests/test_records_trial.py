from datetime import datetime

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_records import DURATION, RecordsCase


@tagged("post_install", "-at_install")
class TestRecordsTrial(RecordsCase):
    """*Try It* tells what would be counted, for a month and week by week, and keeps nothing of it."""

    def _try(self, kpi):
        """Return the texts of the dialog's cells, row by row, and all of its text."""
        lead_kpi = kpi.with_user(self.lead).with_context(allowed_company_ids=self.company.ids, tz="Asia/Bangkok")
        with freeze_time("2026-02-01 05:00:00"):
            action = lead_kpi.action_try()
            result = lead_kpi.env[action["res_model"]].browse(action["res_id"]).result
        dialog = html.fromstring(f"<div>{result}</div>")
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in dialog.iter("tr")]
        return rows[1:], dialog.text_content()

    def test_a_month_and_its_weeks(self):
        readings = self.env["rollout.kpi.reading"].search_count([])
        rows, text = self._try(self._new_kpi(measure="avg", value_field="hours_per_week", unit="hours"))
        self.assertEqual(rows[0], ["01/02/2026 to 01/31/2026 (30 days)", "7.2 hours", "5", "0", ""])
        self.assertEqual([row[0] for row in rows[1:]][:1], ["01/25/2026 to 01/31/2026 (7 days)"])
        self.assertEqual([row[2] for row in rows[1:]], ["0", "0", "1", "4"])
        self.assertIn("Hours a Week", text)
        self.assertIn(f"of {self.company.name}", text)
        self.assertEqual(self.env["rollout.kpi.reading"].search_count([]), readings)

    def test_too_few_says_how_many_there_are(self):
        rows, _text = self._try(self._new_kpi(measure="avg", value_field="hours_per_week", min_count=6))
        self.assertEqual(rows[0][1], "Too few data: 5 of 6 records")
        self.assertEqual(rows[1][1], "Too few data: 0 of 2 records")

    def test_what_is_open_and_what_was_left_out(self):
        self._new_system(datetime(2026, 1, 20, 5), -3, 1.0)
        for day in (13, 14, 15, 16, 19, 20):
            self._new_system(datetime(2026, 1, day, 5), None, 1.0)
        rows, text = self._try(self._new_kpi(**DURATION, unit="days"))
        self.assertTrue(rows[0][1].startswith("more than "), rows[0])
        self.assertEqual(rows[0][2:], ["11", "7", "19.5 days"])
        self.assertIn("ended before they began: 1", text)

    def test_why_it_can_not_be_measured(self):
        kpi = self._new_kpi(name="<b>Bold</b>")
        self.env.cr.execute("UPDATE rollout_kpi SET record_model = '<i>gone</i>' WHERE id = %s", [kpi.id])
        kpi.invalidate_recordset()
        rows, text = self._try(kpi)
        self.assertFalse(rows)
        self.assertIn("“<i>gone</i>” is not in this database any more", text)

    def test_what_is_entered_by_hand_is_not_measured(self):
        lead_kpi = self.kpi.with_user(self.lead)
        with self.assertRaisesRegex(UserError, "entered by hand"):
            lead_kpi.action_try()
        dialogs = lead_kpi.env["rollout.kpi.trial"]
        for result in (
            dialogs.create({"kpi_id": lead_kpi.id}).result,
            dialogs.onchange({"kpi_id": lead_kpi.id}, ["kpi_id"], {"result": {}})["value"]["result"],
        ):
            self.assertIn("entered by hand", result)
            self.assertNotIn("Error", result)

    def test_a_source_that_fails_says_so(self):
        type(self).answer = staticmethod(lambda window: 1 / 0)
        dialogs = self.lead_env["rollout.kpi.trial"]
        for result in (
            dialogs.create({"kpi_id": self.probe.id}).result,
            dialogs.onchange({"kpi_id": self.probe.id}, ["kpi_id"], {"result": {}})["value"]["result"],
        ):
            self.assertIn("ZeroDivisionError", result)

    def test_nothing_is_chosen(self):
        dialogs = self.lead_env["rollout.kpi.trial"]
        for value in (False, None, [], {}, {"id": False}):
            answer = dialogs.onchange({"kpi_id": value}, ["kpi_id"], {"kpi_id": {}, "result": {}})
            self.assertFalse(answer["value"].get("result"), value)

    def test_it_is_for_those_who_define(self):
        kpi = self._new_kpi()
        with self.assertRaises(AccessError):
            kpi.with_user(self.champion).action_try()
        kpi.company_id = self.company
        with self.assertRaises(AccessError):
            self.env["rollout.kpi.trial"].with_user(self.stranger).create({"kpi_id": kpi.id}).result  # noqa: B018
