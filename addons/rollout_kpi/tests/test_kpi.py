from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestKpi(KpiCase):
    def test_enough_data_follows_from_the_source(self):
        self.assertEqual(self.kpi.min_count, 1)
        self.assertEqual(self.probe.min_count, 5)

    @mute_logger("odoo.sql_db")
    def test_what_no_value_could_reach_is_refused(self):
        for values, constraint in (
            ({"min_count": 1000001}, "min_count_reachable"),
            ({"min_count": -1}, "min_count_not_negative"),
            ({"window_days": 367}, "window_days_range"),
            ({"window_days": 0}, "window_days_range"),
        ):
            with self.assertRaisesRegex(IntegrityError, constraint), self.cr.savepoint():
                self.kpi.with_user(self.lead).write(values)
                self.env.flush_all()
        self.kpi.with_user(self.lead).write({"min_count": 1000000, "window_days": 366})

    def test_meaning_stays_once_there_are_readings(self):
        kpi = self.kpi.with_user(self.lead)
        tracking = self._track()
        kpi.threshold = 20
        self._enter_baseline(tracking)
        for values in ({"threshold": 5}, {"direction": "higher"}, {"source": "probe"}, {"is_weekly_hours": True}):
            with self.assertRaisesRegex(UserError, "Duplicate"):
                kpi.write(values)
        kpi.write({"name": "Closing", "threshold": 20, "description": "Since the last day"})
        copy = kpi.copy()
        self.assertEqual(copy.name, "Closing (copy)")
        copy.threshold = 5

    def test_words_stay_once_there_are_readings_that_count(self):
        self._enter_baseline(self._track())
        kpi = self.kpi.with_user(self.lead)
        kpi.write({"name": "Closing", "description": "Since the last day"})
        self._go_live()
        for values in ({"name": "Calls"}, {"description": "Calls that nobody made"}):
            with self.assertRaisesRegex(UserError, "Duplicate"):
                kpi.write(values)
        kpi.write({"name": "Closing", "description": "Since the last day", "sequence": 5})

    def test_no_translation_changes_what_is_meant(self):
        self.env["res.lang"]._activate_lang("th_TH")
        kpi = self.kpi.with_user(self.lead)
        kpi.with_context(lang="th_TH").unit = "สัปดาห์"
        tracking = self._track()
        self._enter_baseline(tracking)
        kpi.update_field_translations("name", {"th_TH": "ปิดบัญชี"})
        self._go_live()
        for name, translations in (
            ("unit", {"en_US": "fortnights"}),
            ("unit", {"th_TH": "fortnights"}),
            # A word that it has in the other language.
            ("unit", {"en_US": "สัปดาห์"}),
            ("unit", {"th_TH": False}),
            ("name", {"th_TH": "คำชม"}),
            ("description", {"en_US": "Calls that nobody made"}),
        ):
            for lang in ("en_US", "th_TH"):
                with (
                    self.subTest(name=name, lang=lang, **translations),
                    self.assertRaisesRegex(UserError, "Duplicate"),
                ):
                    kpi.with_context(lang=lang).update_field_translations(name, dict(translations))
        with self.assertRaisesRegex(UserError, "Duplicate"):
            kpi.web_override_translations({"unit": "fortnights"})
        with self.assertRaisesRegex(UserError, "Duplicate"):
            tracking.with_user(self.lead).update_field_translations("unit", {"en_US": "fortnights"})
        kpi.update_field_translations("unit", {"en_US": "days", "th_TH": "สัปดาห์"})

    def test_hidden_readings_count_too(self):
        tracking = self._track()
        self._enter_baseline(tracking)
        with self.assertRaisesRegex(UserError, "Duplicate"):
            self.kpi.with_user(self.stranger).threshold = 5

    def test_a_kpi_in_use_is_kept(self):
        self._track()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.kpi.with_user(self.lead).unlink()
        self.probe.with_user(self.lead).unlink()
