from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import MapCase


@freeze_time("2026-11-28 05:00:00")
@tagged("post_install", "-at_install")
class TestMeantYear(MapCase):
    """A retire date whose year can't be meant is refused with the year that was, whichever way it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls.env["rollout.shadow.system"].create({"name": "Stock cards.xlsx", "phase_id": cls.phase.id})

    def _import(self, day):
        table = f"Shadow System,Phase,Tool,Fate,Retire Date\nCards.xlsx,Accounting,Spreadsheet,Replaced by Odoo,{day}\n"
        wizard = (
            self.env["base_import.import"]
            .with_user(self.lead)
            .create(
                {
                    "res_model": "rollout.shadow.system",
                    "file": table.encode(),
                    "file_name": "systems.csv",
                    "file_type": "text/csv",
                }
            )
        )
        options = {
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
        preview = wizard.parse_preview(options)
        paths = ["/".join(preview["matches"][column]) for column in range(5)]
        result = wizard.execute_import(paths, preview["headers"], preview["options"])
        return result["ids"], " ".join(message["message"] for message in result["messages"])

    def test_imported_from_a_spreadsheet(self):
        for day in ("31/01/2570", "31/1/70"):
            ids, messages = self._import(day)
            self.assertFalse(ids)
            self.assertIn("2027 (B.E. 2570)", messages)
        ids, messages = self._import("31/01/2027")
        self.assertFalse(messages)
        self.assertEqual(self.env["rollout.shadow.system"].browse(ids).retire_date, date(2027, 1, 31))

    def test_in_a_default_that_a_client_sends(self):
        with self.assertRaises(ValidationError):
            self.env["rollout.shadow.system"].with_user(self.lead).with_context(
                default_retire_date="2570-01-31"
            ).create({"name": "X", "phase_id": self.phase.id})

    def test_what_was_stored_before_can_be_mended(self):
        self.system.flush_recordset()
        self.env.cr.execute("UPDATE rollout_shadow_system SET retire_date = '2570-01-31'")
        self.system.invalidate_recordset()
        system = self.system.with_user(self.lead)
        system.name = "Stock cards, old"
        system.write({"retire_date": "2570-01-31", "hours_per_week": 3})
        self.phase.write({"shadow_system_ids": [Command.update(system.id, {"hours_per_week": 4})]})
        with self.assertRaises(ValidationError):
            system.retire_date = "2570-02-28"
        with self.assertRaises(ValidationError):
            other = system.copy({"retire_date": False})
            (system | other).write({"retire_date": "2570-01-31"})
        system.retire_date = "2027-01-31"
        self.assertEqual(system.retire_date, date(2027, 1, 31))
        system.retire_date = False
