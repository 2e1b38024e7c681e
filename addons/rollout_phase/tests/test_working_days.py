from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..tools.working_days import EPOCH, WorkingRule
from .common import RolloutCase

DAY = timedelta(days=1)
TODAY = date(2026, 3, 4)
# Whatever its length, a period from here crosses changes of the clocks and of the year.
SINCE = date(2017, 6, 1)


@tagged("post_install", "-at_install")
class TestWorkingDays(RolloutCase):
    """The rule for all time tells the same days as Odoo does for a period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(datetime.combine(TODAY, datetime.min.time())))
        cls.calendar = cls.company.resource_calendar_id

    def _leave(self, start, end, **values):
        self.env["resource.calendar.leaves"].create(
            {"name": "Off", "calendar_id": self.calendar.id, "date_from": start, "date_to": end, **values}
        )

    def _add_holidays(self):
        self._leave(datetime(2018, 4, 12, 17), datetime(2018, 4, 16, 16, 59, 59))
        self._leave(datetime(2025, 12, 30, 0), datetime(2026, 1, 2, 12))
        # A morning off is a working day; the time of a person is no holiday.
        self._leave(datetime(2026, 2, 10, 0), datetime(2026, 2, 10, 4))
        resource = self.env["resource.resource"].create({"name": "Ann", "calendar_id": self.calendar.id})
        self._leave(datetime(2026, 2, 16, 0), datetime(2026, 2, 20, 12), resource_id=resource.id)

    def _assert_same(self):
        rule = self.program._get_working_rule()
        working = self.program._get_working_days(SINCE, TODAY + 400 * DAY)
        days = [SINCE + number * DAY for number in range((TODAY - SINCE).days + 400)]
        self.assertEqual([day for day in days if rule.is_worked(day)], [day for day in days if day in working])
        passed = 0
        for day in days[1:]:
            passed += day in working
            self.assertEqual(rule.count(day) - rule.count(SINCE), passed, day)
        return rule

    def test_a_week_with_holidays(self):
        self._add_holidays()
        rule = self._assert_same()
        self.assertEqual(
            rule.days_off,
            [date(2018, 4, 13), date(2018, 4, 16)]
            + [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)],
        )

    def test_anywhere(self):
        self._add_holidays()
        for tz in ("UTC", "America/Los_Angeles", "Pacific/Auckland", "Europe/Brussels"):
            self.calendar.tz = tz
            with self.subTest(tz):
                self._assert_same()

    def test_a_schedule_of_two_weeks(self):
        self._add_holidays()
        self.calendar.switch_calendar_type()
        monday = self.calendar.attendance_ids.filtered(lambda a: a.week_type == "1" and a.dayofweek in ("0", "3"))
        monday.filtered(lambda a: not a.display_type).unlink()
        rule = self._assert_same()
        self.assertEqual(rule.total, 8)

    def test_flexible_hours_and_no_schedule_at_all(self):
        self._add_holidays()
        self.calendar.flexible_hours = True
        self.assertEqual(self._assert_same().total, 14)
        self.company.resource_calendar_id = False
        self.assertEqual(self._assert_same(), WorkingRule(2 * ([True] * 5 + [False] * 2), []))

    def test_a_holiday_of_another_century_costs_nothing(self):
        for year in (1, 9026):
            self._leave(datetime(year, 1, 1), datetime(year, 1, 2))
            self.assertEqual(self._assert_same().days_off, [], year)

    def test_another_companys_holidays_are_its_own(self):
        theirs = self.other_company.resource_calendar_id
        self._leave(datetime(2026, 2, 10, 0), datetime(2026, 2, 10, 12), calendar_id=theirs.id)
        self.assertEqual(self._assert_same().days_off, [])

    def test_the_beginning_is_a_monday(self):
        self.assertEqual(EPOCH.weekday(), 0)
