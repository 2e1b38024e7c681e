from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import THURSDAY, WEEK, FeedbackCase


@tagged("post_install", "-at_install")
class TestSchedule(FeedbackCase):
    def _is_due(self, moment):
        with self._at(moment):
            return self.program._is_feedback_due()

    def test_due_from_the_day_and_hour_to_the_end_of_the_week(self):
        nine_in_bangkok = datetime(2026, 11, 19, 2, 0)
        self.assertFalse(self._is_due(nine_in_bangkok - timedelta(minutes=1)))
        self.assertTrue(self._is_due(nine_in_bangkok))
        last_minute = datetime(2026, 11, 22, 16, 59)
        self.assertTrue(self._is_due(last_minute))
        self.assertFalse(self._is_due(last_minute + timedelta(minutes=1)), "the next week begins")

    def test_not_due_when_switched_off(self):
        self.program.feedback_enabled = False
        self.assertFalse(self._is_due(THURSDAY))

    def test_week_is_that_of_the_program(self):
        """Sunday evening in UTC is Monday in Bangkok."""
        with self._at(datetime(2026, 11, 22, 17, 30)):
            self.assertEqual(self.program._get_feedback_week(), "2026-W48")
        self.company.resource_calendar_id.tz = "America/New_York"
        with self._at(datetime(2026, 11, 22, 17, 30)):
            self.assertEqual(self.program._get_feedback_week(), WEEK)

    def test_clock_changes(self):
        """Each moment belongs to one wave, in weeks of 167, 168 and 169 hours."""
        self.company.resource_calendar_id.tz = "Europe/Brussels"
        waves = self.env["rollout.wave"]
        for monday in (datetime(2026, 3, 16), datetime(2026, 3, 23), datetime(2026, 3, 30)):
            waves += self._new_wave(monday + timedelta(days=1))
        for sunday in (datetime(2026, 10, 25), datetime(2026, 11, 1)):
            waves += self._new_wave(sunday)
        hours = [(wave.date_to - wave.date_from).total_seconds() / 3600 for wave in waves]
        self.assertEqual(hours, [168, 167, 168, 169, 168])
        self.assertEqual(waves[0].date_to, waves[1].date_from)
        self.assertEqual(waves[1].date_to, waves[2].date_from)
        self.assertEqual(waves[3].date_to, waves[4].date_from)
        self.program.feedback_weekday = "6"
        self.assertFalse(self._is_due(datetime(2026, 3, 29, 6, 59)))
        self.assertTrue(self._is_due(datetime(2026, 3, 29, 7, 0)))
        self.assertFalse(self._is_due(datetime(2026, 10, 25, 7, 59)))
        self.assertTrue(self._is_due(datetime(2026, 10, 25, 8, 0)))

    def test_wave_is_made_once_a_week(self):
        self.assertEqual(self._new_wave(), self._new_wave(THURSDAY + timedelta(days=1)))
        self.assertNotEqual(self._new_wave(), self._new_wave(THURSDAY + timedelta(days=7)))

    @mute_logger("odoo.sql_db")
    def test_settings_are_checked(self):
        for values in (
            {"feedback_minimum_group": 2},
            {"feedback_hour": 24.0},
            {"feedback_hour": -0.5},
        ):
            with self.subTest(values), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.program.write(values)
        self.program.feedback_minimum_group = 3
