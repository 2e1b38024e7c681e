"""Who may do what; a method without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_feedback.tests.common import FeedbackCase
from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

METHODS = {
    "rollout.feedback": {"action_make_win": {"lead"}},
}
# model -> {path into what may not be read: roles that may learn something by it}
PATHS = {"rollout.win": {"program_id.wave_ids.answer_count": {"lead"}}}


@tagged("post_install", "-at_install")
class TestAccess(RpcCase, AccessMatrixCase, FeedbackCase, HttpCase):
    MODULE = "rollout_feedback_win"
    METHODS = METHODS
    PATHS = PATHS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._new_wave()
        cls.env["rollout.feedback"].create({"wave_id": cls.wave.id, "comment": "Slow"})
        cls.win = cls.env["rollout.win"].create({"name": "Closed in two days", "program_id": cls.program.id})
        cls.win.action_publish()
