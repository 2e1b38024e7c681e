from datetime import datetime, timedelta

from odoo.tests import tagged

from .common_review import MONDAY, TUESDAY, ReviewCase


@tagged("post_install", "-at_install")
class TestReviewSchedule(ReviewCase):
    def _plan(self, moment=MONDAY):
        with self._at(moment):
            self._run_cron("ir_cron_prepare_reviews")

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

    def test_agenda_goes_out_once_the_day_before(self):
        self._new_item("Slow", on=MONDAY, partner_summary="It is slow", shared_with_partner=True)
        self._prepare(MONDAY - timedelta(days=1))
        with self._at(MONDAY - timedelta(hours=4)):
            self._run_cron("ir_cron_send_agendas")
        self.assertFalse(self._get_ledger("review_agenda"), "not yet a day before")
        self._new_item("Added meanwhile", on=MONDAY)
        for hours in (0, 1, 2):
            with self._at(MONDAY + timedelta(hours=3 + hours)):
                self._run_cron("ir_cron_send_agendas")
            struck_off = self.program.review_ids.line_ids.filtered(lambda line: line.name == "Slow")
            self.assertEqual(len(struck_off), 1 if hours == 0 else 0)
            struck_off.unlink()
        self.assertEqual(len(self._get_ledger("review_agenda")), 2)
        mails = self.env["mail.mail"].search([("subject", "like", "Agenda")])
        self.assertEqual(len(mails), 2)
        body = mails.filtered(lambda mail: mail.email_to.startswith("lead")).body_html
        self.assertIn("Added meanwhile", body)
        self.assertNotIn("Added meanwhile", mails.filtered(lambda mail: "partner" in mail.email_to).body_html)
