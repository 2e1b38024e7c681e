from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.rollout_base.tools.week import local_day

from .. import _uninstall_hook
from .common import MONDAY, TUESDAY, ReviewCase


@tagged("post_install", "-at_install")
class TestStandup(ReviewCase):
    def _go_live(self, moment=MONDAY):
        """Take Accounting live with the button; what its gate asks is tested elsewhere."""
        self.accounting.gate_check_ids.mandatory = False
        with self._at(moment):
            self.accounting.with_user(self.lead).action_go_live()

    def _get_standups(self):
        return self.accounting.standup_event_ids.sorted("start")

    def _local(self, event, tz="Asia/Bangkok"):
        return event.start.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(tz))

    def test_begins_with_go_live(self):
        events = self.env["mail.mail"].search([("model", "=", "calendar.event")])
        self._go_live()
        standups = self._get_standups()
        # Nine in the morning has just gone by.
        self.assertEqual(standups[0].start, TUESDAY - timedelta(hours=1))
        self.assertEqual({self._local(event).time() for event in standups}, {time(9)})
        self.assertEqual({event.stop - event.start for event in standups}, {timedelta(minutes=15)})
        self.assertEqual({self._local(event).weekday() for event in standups}, {0, 1, 2, 3, 4})
        self.assertEqual(standups.partner_ids, self.lead.partner_id | self.champion.partner_id)
        self.assertEqual(len(standups.recurrence_id), 1)
        first, last = MONDAY.date() + timedelta(days=1), MONDAY.date() + timedelta(days=120)
        self.assertEqual({self._local(event).date() for event in standups}, self.program._get_working_days(first, last))
        with self._at(MONDAY):
            self.assertEqual(self.accounting.standup_count, len(standups))
        mails = self.env["mail.mail"].search([("model", "=", "calendar.event")]) - events
        self.assertEqual(mails.recipient_ids, self.champion.partner_id, "one invitation for the series")
        self.assertEqual(len(mails), 1)

    def test_champions_without_a_user(self):
        employee = self._new_employee("Nameless", self.accounting.department_id)
        self.env["rollout.champion"].create({"phase_id": self.accounting.id, "employee_id": employee.id})
        self._go_live()
        self.assertIn(employee.work_contact_id, self._get_standups().partner_ids)

    def test_working_days_without_holidays(self):
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2").unlink()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 11, 18, 17),
                "date_to": datetime(2026, 11, 19, 16, 59),
            }
        )
        self._go_live()
        days = {local_day(event.start, "Asia/Bangkok") for event in self._get_standups()}
        self.assertNotIn(2, {day.weekday() for day in days})
        self.assertNotIn(datetime(2026, 11, 19).date(), days)
        self.assertIn(datetime(2026, 11, 26).date(), days)

    def test_same_time_across_a_clock_change(self):
        self.company.resource_calendar_id.tz = "Europe/Brussels"
        self._go_live(datetime(2026, 3, 16, 2))
        standups = self._get_standups()
        self.assertEqual({self._local(event, "Europe/Brussels").time() for event in standups}, {time(9)})
        self.assertEqual({event.start.time() for event in standups}, {time(8), time(7)})

    def test_ends_with_hypercare(self):
        self._go_live()
        self.accounting.exit_check_ids.mandatory = False
        with self._at(TUESDAY + timedelta(days=3)):
            held = self._get_standups().filtered(lambda event: event.start <= TUESDAY + timedelta(days=3))
            self.accounting.with_user(self.lead).action_mark_stable()
        self.assertEqual(len(held), 4)
        self.assertEqual(self._get_standups(), held)
        self.assertEqual(held.recurrence_id.end_type, "end_date")

    def test_ends_when_the_launch_is_cancelled(self):
        self._go_live()
        # Somebody has moved the rest of the series meanwhile: it is another series by now.
        third = self._get_standups()[2]
        third.with_user(self.lead).write(
            {
                "recurrence_update": "future_events",
                "start": third.start + timedelta(hours=1),
                "stop": third.stop + timedelta(hours=1),
            }
        )
        self.assertEqual(len(self._get_standups().recurrence_id), 2)
        with self._at(TUESDAY + timedelta(days=3)):
            self.accounting.with_user(self.lead).action_cancel()
        self.assertTrue(self._get_standups())
        self.assertLessEqual(max(self._get_standups().mapped("start")), TUESDAY + timedelta(days=3))

    def test_ends_with_the_addon(self):
        self._go_live()
        with self._at(TUESDAY + timedelta(days=3)):
            held = self._get_standups().filtered(lambda event: event.start <= TUESDAY + timedelta(days=3))
            _uninstall_hook(self.env)
        self.assertEqual(self._get_standups(), held)

    def test_switched_off(self):
        self.program.standup_enabled = False
        self._go_live()
        self.assertEqual(self.accounting.stage_code, "live")
        self.assertFalse(self._get_standups())

    def test_another_time(self):
        self.program.standup_hour = 13.5
        self._go_live()
        self.assertEqual(self._get_standups()[0].start, MONDAY.replace(hour=6, minute=30))

    def test_goes_live_without_champions_and_working_days(self):
        self.accounting.champion_ids.unlink()
        self.company.resource_calendar_id.attendance_ids = [Command.clear()]
        self._go_live()
        self.assertEqual(self.accounting.stage_code, "live")
