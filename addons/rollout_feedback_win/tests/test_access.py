"""Who may do what; a method without a row fails."""

from odoo.tests import tagged

from odoo.addons.rollout_feedback.tests.common import FeedbackCase
from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase

METHODS = {
    "rollout.feedback": {"action_make_win": {"lead"}},
}


@tagged("post_install", "-at_install")
class TestAccess(AccessMatrixCase, FeedbackCase):
    MODULE = "rollout_feedback_win"
    METHODS = METHODS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._new_wave()
        cls.env["rollout.feedback"].create({"wave_id": cls.wave.id, "comment": "Slow"})
        cls.win = cls.env["rollout.win"].create({"name": "Closed in two days", "program_id": cls.program.id})
        cls.win.action_publish()

    def test_from_a_win_nothing_leads_to_answers(self):
        self._assert_paths({"rollout.win": {"program_id.wave_ids.answer_count": {"lead"}}})
