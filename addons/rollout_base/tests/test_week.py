from datetime import date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.week import day_start_utc, iso_week, local_day, week_bounds_utc, week_monday, weekly_moment_utc
from .pure import RELAXED

# With and without changes of the clocks, north and south, half and quarter hours, midnight changes, no 2011-12-30.
ZONES = st.sampled_from(
    [
        "Pacific/Auckland",
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Bangkok",
        "Europe/Brussels",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Asia/Beirut",
        "Pacific/Chatham",
        "UTC",
    ]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))
DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))
HOURS = st.floats(0, 23.99)


@tagged("post_install", "-at_install")
class TestWeek(BaseCase):
    @RELAXED
    @given(MOMENTS, ZONES)
    @example(datetime(2026, 9, 26, 14, 30), "Pacific/Auckland")
    @example(datetime(2026, 11, 1, 5, 30), "America/New_York")
    def test_every_moment_is_in_exactly_its_own_week(self, moment, tz):
        own = iso_week(local_day(moment, tz))
        start, end = week_bounds_utc(own, tz)
        self.assertLessEqual(start, moment)
        self.assertLess(moment, end)
        following = iso_week(week_monday(own) + timedelta(days=7))
        self.assertEqual(week_bounds_utc(following, tz)[0], end)

    @RELAXED
    @given(DAYS)
    @example(date(2026, 12, 31))
    @example(date(2027, 1, 3))
    def test_weeks_follow_one_another(self, day):
        monday = week_monday(iso_week(day))
        self.assertEqual(monday, day - timedelta(days=day.weekday()))
        self.assertLess(iso_week(monday), iso_week(monday + timedelta(days=7)), "sortable, week 53 included")

    @RELAXED
    @given(DAYS, st.integers(0, 6), HOURS, ZONES)
    @example(date(2026, 9, 27), 6, 2.5, "Pacific/Auckland")  # an hour that doesn't exist
    @example(date(2026, 11, 1), 6, 1.5, "America/New_York")  # an hour that comes twice
    @example(date(2026, 12, 30), 3, 23.98, "Asia/Kolkata")  # in week 53
    def test_a_weekly_moment_comes_once_in_its_week(self, day, weekday, hour, tz):
        own = iso_week(day)
        moment = weekly_moment_utc(own, weekday, hour, tz)
        start, end = week_bounds_utc(own, tz)
        self.assertLessEqual(start, moment)
        self.assertLess(moment, end)
        following = iso_week(week_monday(own) + timedelta(days=7))
        gap = weekly_moment_utc(following, weekday, hour, tz) - moment
        self.assertLessEqual(abs(gap - timedelta(days=7)), timedelta(hours=1))

    @RELAXED
    @given(MOMENTS, ZONES)
    def test_a_day_starts_on_itself(self, moment, tz):
        day = local_day(moment, tz)
        self.assertLessEqual(day_start_utc(day, tz), moment)
        self.assertEqual(local_day(day_start_utc(day, tz), tz), day)
