from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase

QUIET = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


@tagged("post_install", "-at_install")
class TestOnRecord(RolloutCase):
    """What is to stay on record does, whatever a client sends along."""

    def test_a_change_of_sponsor_is_told_to_both(self):
        program = self.program.with_user(self.lead).with_context(**QUIET)
        program.sponsor_id = self.lead
        message = self.program.message_ids[0]
        self.assertIn(self.sponsor.name, message.body)
        self.assertIn(self.lead.name, message.body)
        self.assertIn(self.sponsor.partner_id, message.notified_partner_ids)
        self.assertTrue(self.program.sponsor_warning)
        program.sponsor_id = self.sponsor
        self.assertEqual(len(self.program.message_ids.filtered(lambda m: "Sponsor" in m.body)), 2)
        self.assertFalse(self.program.sponsor_warning)

    def test_stages_stay_on_record(self):
        self._open_gate()
        # Fields of a record just created aren't tracked before the end of its transaction.
        self.env.flush_all()
        self.cr.flush()
        phase = self.phase.with_user(self.lead).with_context(**QUIET)
        phase.action_mark_ready()
        self.env.flush_all()
        self.cr.flush()
        self.env.invalidate_all()
        self.assertIn("Ready", self.phase.message_ids.tracking_value_ids.mapped("new_value_char"))

    def test_notes_can_not_be_rewritten_or_removed(self):
        self.program.with_user(self.lead).sponsor_id = self.lead
        message = self.program.message_ids[0].with_user(self.lead)
        for act in (lambda m: m.write({"body": "x"}), lambda m: m.write({"res_id": 0}), lambda m: m.unlink()):
            with self.assertRaises(UserError):
                act(message)
        own = self.program.with_user(self.lead).message_post(body="Hello", message_type="comment")
        own.unlink()

    def test_a_program_with_a_history_is_kept(self):
        self.env["rollout.mailing"]._queue_once(
            self.program, "test.mail", "1", self.lead, lambda user: user.email, lambda user: {"subject": "Hello"}
        )
        self.phase.unlink()
        with self.assertRaisesRegex(UserError, "has a history"):
            self.program.with_user(self.lead).unlink()
        self.assertTrue(self.program.exists())
