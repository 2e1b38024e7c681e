from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AFTER_WEEK, THURSDAY, FeedbackCase


@tagged("post_install", "-at_install")
class TestRelease(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._new_wave()

    def _get_feedback(self):
        return self.env["rollout.feedback"].search([("program_id", "=", self.program.id)])

    def _get_sealed(self):
        return self.env["rollout.sealed.answer"].search([("wave_id.program_id", "=", self.program.id)])

    def test_nothing_is_released_before_the_week_is_over(self):
        self._answer(self.wave, self.accounting, 5, mood=3)
        self._release(AFTER_WEEK - timedelta(minutes=1))
        self.assertEqual(self.wave.state, "open")
        self.assertFalse(self._get_feedback())
        self.assertEqual(self.wave.answer_count, 0)
        with self._at(THURSDAY), self.assertRaises(UserError):
            self.wave._release()

    def test_release(self):
        self._answer(self.wave, self.accounting, 5, mood=4, manual_hours=2.5)
        self._answer(self.wave, self.stock, 5, mood=2, comment="No labels", kind="issue")
        self._release()
        self.assertEqual(self.wave.state, "released")
        self.assertEqual(self.wave.answer_count, 10)
        feedback = self._get_feedback()
        self.assertEqual(len(feedback), 10)
        by_department = feedback.grouped("department_id")
        self.assertEqual(by_department[self.accounting.department_id].mapped("mood"), [4, 4, 4, 4, 4])
        self.assertEqual(len(by_department[self.stock.department_id]), 5)
        self.assertFalse(self._get_sealed())
        self.assertFalse(self.env["rollout.spent.token"].search([("wave_id", "=", self.wave.id)]))

    def test_release_runs_once(self):
        self._answer(self.wave, self.accounting, 5, comment="Once")
        self._release()
        self._release(AFTER_WEEK + timedelta(hours=1))
        self.assertEqual(len(self._get_feedback()), 5)

    def test_small_department_is_not_named_and_not_worked_out(self):
        self._answer(self.wave, self.accounting, 7, mood=4)
        self._answer(self.wave, self.stock, 2, mood=1)
        self._release()
        self.assertEqual(len(self._get_feedback()), 9)
        self.assertFalse(self._get_feedback().department_id)

    def test_minimum_promised_is_kept(self):
        """Lowering the minimum in the middle of the week names nobody's department earlier."""
        self._answer(self.wave, self.accounting, 4, mood=4)
        self._answer(self.wave, self.stock, 4, mood=4)
        self.program.feedback_minimum_group = 3
        self._release()
        self.assertFalse(self._get_feedback().department_id)

    def test_raised_minimum_holds_at_once(self):
        self._answer(self.wave, self.accounting, 6, mood=4)
        self.program.feedback_minimum_group = 7
        self._release()
        self.assertFalse(self._get_feedback())

    def test_thin_week(self):
        """What people wrote comes out, their figures wait, and nothing is lost."""
        self._answer(self.wave, self.accounting, 2, mood=1, comment="Too slow", kind="frustration")
        self._answer(self.wave, self.stock, 1, mood=5)
        self._release()
        self.assertEqual(self.wave.answer_count, 3)
        thin = self._get_feedback()
        self.assertEqual(thin.mapped("comment"), ["Too slow", "Too slow"])
        self.assertFalse(thin.department_id)
        self.assertEqual(thin.mapped("mood"), [0, 0])
        self.assertEqual(len(self._get_sealed()), 3)

        next_wave = self._new_wave(THURSDAY + timedelta(weeks=1))
        self._answer(next_wave, self.accounting, 5, moment=THURSDAY + timedelta(weeks=1), mood=4)
        self._release(AFTER_WEEK + timedelta(weeks=1))
        merged = self._get_feedback() - thin
        self.assertEqual(sorted(merged.mapped("mood")), [1, 1, 4, 4, 4, 4, 4, 5])
        self.assertEqual(merged.wave_id, next_wave)
        self.assertFalse(self._get_sealed())
        self.assertEqual(next_wave.answer_count, 5, "counts who answered in that week")

    def test_two_thin_weeks_make_no_thick_one(self):
        """The same few people may have answered in both."""
        self._answer(self.wave, self.accounting, 3, mood=1)
        self._release()
        next_wave = self._new_wave(THURSDAY + timedelta(weeks=1))
        self._answer(next_wave, self.accounting, 3, moment=THURSDAY + timedelta(weeks=1), mood=2)
        self._release(AFTER_WEEK + timedelta(weeks=1))
        self.assertFalse(self._get_feedback())
        self.assertEqual(len(self._get_sealed()), 6)

    def test_what_waits_of_another_program_stays_there(self):
        other_program = self.program.copy({"name": "Other"})
        with self._at(THURSDAY):
            other_wave = other_program._get_feedback_wave()
        sealed = self.env["rollout.sealed.answer"]
        sealed.create({"wave_id": other_wave.id, "payload": {"mood": 1}})
        self._release()
        next_wave = self._new_wave(THURSDAY + timedelta(weeks=1))
        self._answer(next_wave, self.accounting, 5, moment=THURSDAY + timedelta(weeks=1), mood=4)
        self._release(AFTER_WEEK + timedelta(weeks=1))
        self.assertEqual(self._get_feedback().mapped("mood"), [4] * 5)
        self.assertEqual(sealed.search_count([("wave_id.program_id", "=", other_program.id)]), 1)

    def test_week_without_answers(self):
        self._release()
        self.assertEqual(self.wave.state, "released")
        self.assertFalse(self._get_feedback())

    def test_unanswered_is_not_zero(self):
        self._answer(self.wave, self.accounting, 3, comment="Only words")
        self._answer(self.wave, self.accounting, 2, mood=4, manual_hours=0.0)
        self._answer(self.wave, self.accounting, 2, workload=2, manual_hours=6.0)
        self._release()
        [[mood, workload, hours]] = self.env["rollout.feedback"]._read_group(
            [("wave_id", "=", self.wave.id)],
            aggregates=["mood:avg", "workload:avg", "manual_hours:avg"],
        )
        self.assertEqual((mood, workload, hours), (4, 2, 3))
        self.assertEqual(len(self._get_feedback().filtered("has_manual_hours")), 4)

    def test_log_items(self):
        self._answer(self.wave, self.accounting, 4, mood=3)
        self._answer(self.wave, self.accounting, comment="<b>No</b> printer\nsince Monday", kind="issue")
        self._release()
        item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        self.assertEqual(item.name, "<b>No</b> printer")
        self.assertEqual(item.description, "<b>No</b> printer\nsince Monday")
        self.assertEqual((item.kind, item.source, item.state), ("issue", "form", "new"))
        self.assertEqual(item.phase_id, self.accounting)
        self.assertEqual(item.feedback_ids.comment, item.description)

    def test_log_item_names_no_hidden_department(self):
        self._answer(self.wave, self.accounting, 3, comment="Hidden")
        self._answer(self.wave, self.stock, 3, comment="Hidden too")
        self._release()
        items = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        self.assertEqual(len(items), 6)
        self.assertFalse(items.phase_id)

    def test_department_deleted_meanwhile(self):
        phase = self._launch_department("Short-lived", 0)
        token = self._issue(self.wave, phase)
        department = phase.department_id
        phase.unlink()
        department.unlink()
        with self._at(THURSDAY):
            self.assertTrue(self.wave._seal_answer(token, {"mood": 3}))
        self._answer(self.wave, self.accounting, 5, mood=3)
        self._release()
        self.assertEqual(len(self._get_feedback()), 6)

    @mute_logger("odoo.addons.rollout_base.models.ir_cron")
    def test_one_broken_wave_holds_up_no_other(self):
        other_program = self.program.copy({"name": "Other"})
        with self._at(THURSDAY):
            other_wave = other_program._get_feedback_wave()
        # Nothing that the form stores: a payload that the release can't take.
        self.env["rollout.sealed.answer"].create(
            {"wave_id": self.wave.id, "payload": {"no_such_field": 1, "sender_name": "x"}}
        )
        self.env.flush_all()
        self._release()
        self.assertEqual((self.wave.state, other_wave.state), ("open", "released"))

    def test_mails_that_never_left_are_dropped(self):
        self._send()
        self.assertEqual(len(self._get_mails()), 12)
        self._release()
        self.assertFalse(self._get_mails())
        self.assertEqual(self.wave.invited_count, 12)
