from datetime import timedelta

from .common import THURSDAY
from .common_http import FeedbackHttpCase

# A little after midnight in Bangkok, and the Monday after that.
NIGHT = THURSDAY + timedelta(hours=15)
NEXT_WEEK = THURSDAY + timedelta(days=4)


class NoteCase(FeedbackHttpCase):
    """People who send notes, beside the weekly form."""

    def setUp(self):
        super().setUp()
        self.colleague = self._new_employee("Colleague", self.stock.department_id, user_id=self.staff.id)
        for phase in (self.accounting, self.stock):
            phase._set_stage("live")

    def _get_notes(self):
        return self.env["rollout.sealed.note"].search([("program_id", "=", self.program.id)])

    def _get_items(self, source=None):
        domain = [("program_id", "=", self.program.id)] + ([("source", "=", source)] if source else [])
        return self.env["rollout.log.item"].search(domain)

    def _release_notes(self, moment):
        self.clock.move_to(moment)
        self._run_cron("rollout_feedback.ir_cron_release_notes")

    def _send_note(self, login="feedback_staff", **note):
        if login:
            self.authenticate(login, login)
        return self.make_jsonrpc_request("/rollout/feedback/note", {"note": {"text": "Slow", **note}})
