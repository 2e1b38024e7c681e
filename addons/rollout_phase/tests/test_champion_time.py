from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestChampionTime(RolloutCase):
    """What champions were promised of their time, and what they were given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.champion_row = cls.env["rollout.champion"].create(
            {"phase_id": cls.phase.id, "employee_id": cls.employees[0].id}
        )
        cls.week_hours = cls.employees[0].resource_calendar_id.hours_per_week

    def _log(self, days_ago, hours):
        day = self.env["rollout.champion.time"]._fields["date"].today() - timedelta(days=days_ago)
        self.env["rollout.champion.time"].with_user(self.champion).create(
            {"champion_id": self.champion_row.id, "date": day, "hours": hours}
        )
        self.champion_row.invalidate_recordset()

    @freeze_time("2026-03-20 05:00:00")
    def test_warning_appears_and_clears_by_itself(self):
        champion = self.champion_row
        self.assertFalse(champion.time_warning, "nobody has logged anything yet")
        self._log(13, 0.1 * self.week_hours)
        self.assertAlmostEqual(champion.logged_percent, 5)
        self.assertIn("5 % given", champion.time_warning)
        self._log(1, 0.35 * self.week_hours)
        self.assertAlmostEqual(champion.logged_percent, 22.5)
        self.assertFalse(champion.time_warning)
        with freeze_time("2026-04-20 05:00:00"):
            champion.invalidate_recordset()
            self.assertTrue(champion.time_warning, "old time no longer counts")

    def test_too_little_promised(self):
        self.champion_row.promised_percent = 10
        self.assertIn("10 % promised", self.champion_row.time_warning)
        self.program.champion_time_minimum = 10
        self.assertFalse(self.champion_row.time_warning)

    def test_nobody_logs_for_somebody_else(self):
        other = self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[1].id})
        with self.assertRaises(AccessError):
            self.env["rollout.champion.time"].with_user(self.champion).create({"champion_id": other.id, "hours": 1})

    def test_time_is_logged_once_it_was_given(self):
        times = self.env["rollout.champion.time"].with_user(self.champion)
        values = {"champion_id": self.champion_row.id, "hours": 24, "name": "Training"}
        time = times.create(values)
        with self.assertRaisesRegex(ValidationError, "still to come"):
            time.date += timedelta(days=2)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            times.create({**values, "hours": 25})
