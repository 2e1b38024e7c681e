import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.addons.rollout_base.tools.week import iso_week
from odoo.addons.rollout_phase.tests.common_launch import LaunchCase

from ..tools import link_token

# A Thursday, ten in the morning in Bangkok: the form of 2026-W47 has been due for an hour.
THURSDAY = datetime(2026, 11, 19, 3, 0)
AFTER_WEEK = datetime(2026, 11, 22, 17, 0)
WEEK = "2026-W47"


class FeedbackCase(LaunchCase):
    LOGINS = "feedback"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What other addons' demo data has in launch must not send anything here.
        (cls.env["rollout.program"].search([]) - cls.program).feedback_enabled = False

    @classmethod
    def _new_wave(cls, now=THURSDAY):
        with freeze_time(now):
            return cls.program._get_feedback_wave()

    def _send(self, moment=THURSDAY):
        with self._at(moment):
            self._run_cron("rollout_feedback.ir_cron_send_invitations")

    def _release(self, moment=AFTER_WEEK):
        with self._at(moment):
            self._run_cron("rollout_feedback.ir_cron_release")

    def _issue(self, wave, phase=None):
        phase = phase or self.accounting
        return link_token.issue(wave.id, phase.department_id.id, wave._sign)

    def _answer(self, wave, phase, count=1, moment=THURSDAY, **answer):
        """Seal ``count`` answers in the way in which the form does."""
        with self._at(moment):
            for _number in range(count):
                self.assertTrue(wave._seal_answer(self._issue(wave, phase), dict(answer)))

    def _get_mails(self, program=None):
        waves = (program or self.program).wave_ids
        return self.env["mail.mail"].search([("rollout_wave_id", "in", waves.ids)])

    @staticmethod
    def _get_link(mail):
        return re.search(r'href="([^"]*/rollout/feedback/[^"]+)"', mail.body_html)[1]

    @staticmethod
    def _week_of(moment):
        return iso_week((moment + timedelta(hours=7)).date())
