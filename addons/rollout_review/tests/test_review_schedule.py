from datetime import date, datetime, time, timedelta

from odoo.tests import tagged

from .common import MONDAY, TUESDAY, ReviewCase


@tagged("post_install", "-at_install")
class TestReviewSchedule(ReviewCase):
    def _plan(self, moment=MONDAY):
        with self._at(moment):
            self._run_cron("rollout_review.ir_cron_prepare_reviews")

    def _run(self):
        self.accounting.sudo().stage_id = self.env["rollout.phase"]._get_stage("live")
        self.assertEqual(self.program.state, "running")

    def test_once_per_week(self):
        self._run()
        self._plan()
        self._plan(MONDAY + timedelta(hours=1))
        self.assertEqual(self.program.review_ids.mapped("week"), ["2026-W47"])
        self.assertEqual(self.program.review_ids.attendee_ids.user_ids, self.lead | self.consultant | self.champion)
        self._plan(TUESDAY)
        self._plan(TUESDAY + timedelta(days=1))
        self.assertEqual(self.program.review_ids.mapped("week"), ["2026-W48", "2026-W47"])

    def test_needs_a_reason_to_meet(self):
        self._plan()
        self.assertFalse(self.program.review_ids, "it isn't running yet")
        self._run()
        self.program.write({"partner_id": False})
        self._plan()
        self.assertFalse(self.program.review_ids, "nobody and nothing to talk about")
        self._new_item("Slow")
        self.program.review_enabled = False
        self._plan()
        self.assertFalse(self.program.review_ids, "switched off")
        self.program.review_enabled = True
        self._plan()
        self.assertEqual(len(self.program.review_ids), 1)

    def test_a_meeting_called_off_stays_off(self):
        self._run()
        self._plan()
        with self._at(MONDAY):
            self.program.review_ids.action_cancel()
        self._plan()
        self.assertEqual(self.program.review_ids.state, "cancelled")

    def test_year_end_and_clock_change(self):
        tz = self.company.resource_calendar_id
        with self._at(datetime(2026, 12, 29, 4)):
            self.assertEqual(self.program._get_next_review_moment(), datetime(2027, 1, 5, 3))
            review = self._prepare(datetime(2026, 12, 29, 4))
            self.assertEqual(review.week, "2027-W01")
        tz.tz = "Europe/Brussels"
        self.program.review_weekday = "6"
        with self._at(datetime(2026, 3, 20)):
            self.assertEqual(self.program._get_next_review_moment(), datetime(2026, 3, 22, 9))
        with self._at(datetime(2026, 3, 27)):
            self.assertEqual(self.program._get_next_review_moment(), datetime(2026, 3, 29, 8))

    def _close(self, first, last):
        """Nobody works from the one day to the other."""
        self.company.resource_calendar_id.global_leave_ids = [
            (
                0,
                0,
                {
                    "name": "Closed",
                    # In Bangkok.
                    "date_from": datetime.combine(first, time()) - timedelta(hours=7),
                    "date_to": datetime.combine(last, time()) + timedelta(hours=16),
                },
            )
        ]

    def test_a_holiday_moves_it_within_its_week(self):
        tuesday = date(2026, 11, 17)
        with self._at(MONDAY):
            usual = self.program._get_next_review_moment()
            self.assertEqual(usual.date(), tuesday)
            self._close(tuesday, tuesday)
            self.assertEqual(self.program._get_next_review_moment(), usual + timedelta(days=1))
            self._close(tuesday + timedelta(days=1), tuesday + timedelta(days=3))
            self.assertEqual(self.program._get_next_review_moment(), usual - timedelta(days=1), "nothing later is left")
            self.program.review_weekday = "5"
            self.assertEqual(
                self.program._get_next_review_moment().date(), date(2026, 11, 21), "a Saturday was chosen on purpose"
            )
        self._run()
        self._plan()
        self.assertEqual(self.program.review_ids.mapped("week"), ["2026-W47"])

    def test_weeks_without_any_working_day(self):
        self._close(date(2026, 11, 16), date(2026, 11, 27))
        with self._at(MONDAY):
            self.assertEqual(self.program._get_next_review_moment().date(), date(2026, 12, 1))
            self._close(date(2026, 11, 28), date(2027, 11, 28))
            self.assertTrue(self.program._get_next_review_moment(), "a year off is a slip of the pen")

    def test_agenda_goes_out_once_the_day_before(self):
        self._new_item("Slow", on=MONDAY, partner_summary="It is slow", shared_with_partner=True)
        self._prepare(MONDAY - timedelta(days=1))
        with self._at(MONDAY - timedelta(hours=4)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        self.assertFalse(self._get_ledger("review_agenda"), "not yet a day before")
        self._new_item("Added meanwhile", on=MONDAY)
        for hours in (0, 1, 2):
            with self._at(MONDAY + timedelta(hours=3 + hours)):
                self._run_cron("rollout_review.ir_cron_send_agendas")
            struck_off = self.program.review_ids.line_ids.filtered(lambda line: line.name == "Slow")
            self.assertEqual(len(struck_off), 1 if hours == 0 else 0)
            struck_off.unlink()
        self.assertEqual(len(self._get_ledger("review_agenda")), 2)
        mails = self.env["mail.mail"].search([("subject", "like", "Agenda")])
        self.assertEqual(len(mails), 2)
        body = mails.filtered(lambda mail: mail.email_to.startswith("lead")).body_html
        self.assertIn("Added meanwhile", body)
        self.assertNotIn("Added meanwhile", mails.filtered(lambda mail: "partner" in mail.email_to).body_html)
