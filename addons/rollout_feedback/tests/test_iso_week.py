"""A week is one week for everybody, and has the year of its reader's calendar."""

from odoo.tests import tagged

from .common import FeedbackCase


@tagged("post_install", "-at_install")
class TestIsoWeek(FeedbackCase):
    def test_in_thai(self):
        self.env["res.lang"]._activate_lang("th_TH")
        wave = self.env["rollout.wave"].create(
            {
                "program_id": self.program.id,
                "week": "2026-W53",
                "date_from": "2026-12-27 17:00:00",
                "date_to": "2027-01-03 17:00:00",
                "minimum_group": 5,
            }
        )
        thai, english = wave.with_context(lang="th_TH"), wave.with_context(lang="en_US")
        for reader, shown in ((thai, "2569-W53"), (english, "2026-W53")):
            self.assertEqual(reader.read(["week"])[0]["week"], shown)
            self.assertEqual(reader.display_name, shown)
            [group] = reader.formatted_read_group([("id", "=", wave.id)], ["week"], ["__count"])
            self.assertEqual(group["week"], shown)
            self.assertEqual(reader.search([("id", "=", wave.id), *group["__extra_domain"]]), wave)
            self.assertEqual(reader.search([("week", "ilike", shown), ("id", "=", wave.id)]), wave)
            for typed in (shown, "2026-W53"):
                self.assertEqual(reader.search([("week", "=", typed), ("id", "=", wave.id)]), wave)
                self.assertEqual(reader.search([("week", "in", [typed]), ("id", "=", wave.id)]), wave)
            self.assertEqual(reader.week, "2026-W53", "what the suite counts with")
            self.assertEqual(reader.export_data(["week"])["datas"], [["2026-W53"]])
