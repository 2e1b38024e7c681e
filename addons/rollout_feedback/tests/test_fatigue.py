from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AFTER_WEEK, THURSDAY, FeedbackCase


@tagged("post_install", "-at_install")
class TestFatigue(FeedbackCase):
    """Simulated weeks in which ever fewer of twelve people answer."""

    def _live_week(self, number, answers):
        """Send the form, answer it, release it; ``number`` weeks after the first."""
        shift = timedelta(weeks=number)
        self._send(THURSDAY + shift)
        wave = self.program.wave_ids.filtered(lambda wave: wave.state == "open")
        self.assertEqual(len(wave), 1)
        self._answer(wave, self.accounting, answers, moment=THURSDAY + shift, mood=3)
        self._release(AFTER_WEEK + shift)
        self.env.invalidate_all()
        return wave

    def _get_activities(self):
        return self.program.activity_ids.filtered(lambda activity: activity.user_id == self.lead)

    def test_told_once_per_episode(self):
        told = []
        for number, answers in enumerate((8, 5, 5, 2, 7, 3, 6, 4, 4)):
            wave = self._live_week(number, answers)
            self.assertAlmostEqual(wave.response_rate, answers / 12)
            told.append((self.program.feedback_tired, len(self._get_activities())))
        self.assertEqual(
            told,
            [(False, 0), (False, 0), (True, 1), (True, 1), (False, 1), (False, 1), (False, 1), (False, 1), (True, 2)],
        )

    def test_every_two_weeks(self):
        self.program.with_user(self.lead).feedback_rhythm = "biweekly"
        for number in range(6):
            self._send(THURSDAY + timedelta(weeks=number))
        weeks = sorted(self.program.wave_ids.mapped("week"))
        self.assertEqual(weeks, ["2026-W47", "2026-W49", "2026-W51"])

    def test_every_two_weeks_over_a_long_year_and_a_standstill(self):
        self.program.feedback_rhythm = "biweekly"
        for number in (5, 6, 7, 8, 13, 14, 15):
            self._send(THURSDAY + timedelta(weeks=number))
        weeks = sorted(self.program.wave_ids.mapped("week"))
        self.assertEqual(weeks, ["2026-W52", "2027-W01", "2027-W07", "2027-W09"], "2026 has 53 weeks")

    def test_newcomers_of_a_slow_rhythm(self):
        self.program.feedback_rhythm = "biweekly"
        self._send()
        newcomer = self._new_employee("Newcomer", self.stock.department_id)
        self._send(THURSDAY + timedelta(days=1))
        self.assertIn(newcomer.work_email, self._get_mails().mapped("email_to"))
        self._send(THURSDAY + timedelta(weeks=1))
        self.assertEqual(len(self._get_mails()), 13)

    def test_slower_by_the_button(self):
        self.program.with_user(self.lead).action_slow_feedback_rhythm()
        self.assertEqual(self.program.feedback_rhythm, "biweekly")

    def test_rate_of_a_week_without_invitations(self):
        wave = self._new_wave()
        self._release()
        self.assertEqual((wave.state, wave.response_rate), ("released", 0))
        self.assertFalse(self.program.feedback_tired)

    def test_banner_is_the_lead_s(self):
        view = self.env["rollout.program"].with_user(self.lead).get_view(view_type="form")
        self.assertIn("feedback_tired", view["arch"])
        view = self.env["rollout.program"].with_user(self.champion).get_view(view_type="form")
        self.assertNotIn("two weeks in a row", view["arch"])
        with self.assertRaises(UserError):
            self.program.with_user(self.lead).write({"feedback_tired_noted": True})
