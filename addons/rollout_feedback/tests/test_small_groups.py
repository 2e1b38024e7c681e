"""What two features, each right by itself, would tell together."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.notes import plan_notes
from ..tools.totals import sum_up
from .common import AFTER_WEEK, THURSDAY, FeedbackCase


def _notes(count, phase_id, source="kiosk"):
    return [LogEntry(summary="Slow", phase_id=phase_id, source=source)] * count


def _named(notes, staff):
    return {note.phase_id for note in plan_notes(notes, 5, staff)}


@tagged("post_install", "-at_install")
class TestSmallGroups(FeedbackCase):
    def test_a_small_department_is_not_what_is_left(self):
        """Two departments have a poster; whoever stands before the nameless notes is of the smaller."""
        self.assertEqual(_named(_notes(5, 1) + _notes(5, 2), {1: 8, 2: 3}), {None})
        self.assertEqual(_named(_notes(5, 1) + _notes(5, 2) + _notes(1, 3), {1: 8, 2: 2, 3: 1}), {None})

    def test_notes_of_another_way_in_hide_nobody(self):
        mails = _notes(5, None, "email")
        self.assertEqual(_named(_notes(5, 1) + _notes(2, 2) + mails, {1: 8, 2: 9}), {None})
        buttons = _notes(1, 3, "systray")
        self.assertEqual(_named(_notes(5, 1) + _notes(5, 2) + buttons, {1: 8, 2: 3, 3: 9}), {None})
        self.assertEqual(_named(_notes(5, 1) + mails, {1: 8}), {1, None}, "a mail never had a department")

    def test_no_average_of_few_is_left_between_two_totals(self):
        answers = [{"department_id": 1, "mood": 4} for _number in range(5)]
        answers += [{"department_id": 2, "mood": mood, "workload": 3} for mood in (1, 2, None, None, None)]
        averages = {
            (total["scope"], total.get("department_id"), total["figure"]): total.get("average")
            for total in sum_up(answers, 5)
        }
        self.assertIsNotNone(averages["program", None, "mood"])
        self.assertIsNone(averages["department", 1, "mood"], "its difference to the total is the average of two")
        self.assertIsNotNone(averages["department", 2, "workload"])

    def test_names_make_no_average_larger(self):
        answers = [{"department_id": 1, "mood": 2} for _number in range(4)]
        answers += [{"department_id": 1, "mood": 5, "sender_name": "Ann"}, {"department_id": 1, "workload": 1}]
        averages = {total["figure"]: total.get("average") for total in sum_up(answers, 5)}
        self.assertIsNone(averages["mood"], "without Ann's, it is the average of four")
        self._seal_and_release(answers)
        totals = self.env["rollout.feedback.total"].search([("program_id", "=", self.program.id)])
        self.assertFalse(totals.filtered(lambda total: total.figure == "mood" and total.average))

    def _seal_and_release(self, answers):
        wave = self._new_wave()
        for answer in answers:
            values = {name: value for name, value in answer.items() if name != "department_id"}
            self._answer(wave, self.accounting, **values)
        self._release()
        return wave

    def test_a_promise_holds_for_the_notes_that_wait(self):
        self.program.feedback_minimum_group = 5
        with self._at(THURSDAY):
            for _number in range(4):
                self._seal_note({"summary": "Slow", "source": "kiosk"})
                self._seal_note({"mood": 1}, is_tap=True)
            self.program.feedback_minimum_group = 3
            self.program._release_notes()
            self.assertFalse(self._get_items(), "five were promised, and four wait")
        with self._at(AFTER_WEEK):
            self.program._release_notes()
        self.assertEqual(len(self._get_items()), 4)
        self.assertFalse(self._get_items().phase_id)
        self.assertFalse(self.env["rollout.kiosk.tap"].search([("program_id", "=", self.program.id)]))

    def _seal_note(self, payload, is_tap=False):
        self.env["rollout.sealed.note"]._seal(self.program, self.accounting.id, payload, is_tap)

    def _get_items(self):
        return self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])

    def test_an_export_holds_nobody_elses_words(self):
        wave = self._new_wave()
        self._answer(wave, self.accounting, 5, comment="My boss shouts")
        self._answer(wave, self.accounting, 1, comment="Printing fails", sender_name="Ann")
        self._release()
        own = self._get_items().filtered(lambda item: item.description == "Printing fails")
        other = (self._get_items() - own)[:1]
        own._merge_into(other)
        wizard = self.env["rollout.personal.data.wizard"].with_user(self.lead).create({"name": "Ann"})
        exported = wizard._prepare_export()
        self.assertEqual([item["description"] for item in exported["log_items"]], ["Printing fails"])
        self.assertNotIn("My boss shouts", str(exported))

    def test_a_training_need_tells_everybody_nothing(self):
        """Everybody reads phases, and what stands in their discussion once an activity is done."""
        wave = self._new_wave()
        self._answer(wave, self.accounting, 5, comment="My boss shouts")
        self._release()
        item = self._get_items()[:1]
        item._decide("training", "Show it once more")
        activity = item.training_activity_id
        self.assertIn(f'data-oe-id="{item.id}"', activity.note)
        activity.with_user(self.champion).action_feedback("Shown")
        messages = self.env["mail.message"].with_user(self.staff)
        bodies = str(messages.search([("model", "=", "rollout.phase"), ("res_id", "=", self.accounting.id)]).read())
        self.assertIn("Shown", bodies)
        self.assertNotIn("boss", bodies)

    def test_what_a_person_has_erased_is_repeated_nowhere(self):
        wave = self._new_wave()
        self._answer(wave, self.accounting, 5, comment="My boss shouts")
        self._answer(wave, self.accounting, 1, comment="Printing fails", sender_name="Ann")
        self._release()
        own = self._get_items().filtered(lambda item: item.description == "Printing fails")
        own.critical = True
        own._decide("parked", "Later")
        own.write({"state": "in_progress"})
        own._merge_into((self._get_items() - own)[:1])
        self.env["rollout.personal.data.wizard"].with_user(self.lead).create({"name": "Ann"}).action_erase()
        self._assert_gone("Printing fails")

    def test_what_was_replied_goes_with_the_answer(self):
        wave = self._new_wave()
        self._answer(wave, self.accounting, 5, comment="Slow", reply_digest="digest")
        self._release()
        item = self._get_items()[:1]
        feedback = item.feedback_ids
        self.env["rollout.sealed.reply"].create(
            {"feedback_id": feedback.id, "slot": 1, "day": THURSDAY.date(), "text": "In the cold store"}
        )._deliver(self.program)
        self.assertIn("cold store", str(item.message_ids.mapped("body")))
        with self._at(AFTER_WEEK.replace(year=2028)):
            item.write({"decision": "practice", "state": "closed"})
            self.env["rollout.feedback"]._gc_answers()
        self.assertFalse(feedback.exists())
        self._assert_gone("cold store")

    def _assert_gone(self, words):
        self.env.flush_all()
        for table, column in (
            ("mail_message", "body"),
            ("mail_message", "subject"),
            ("rollout_log_item", "name"),
            ("rollout_log_item", "description"),
            ("rollout_customization_request", "name"),
            ("rollout_customization_request", "why"),
            ("mail_activity", "summary"),
            ("mail_activity", "note"),
            ("mail_tracking_value", "old_value_char"),
        ):
            self.env.cr.execute(f"SELECT count(*) FROM {table} WHERE {column}::text LIKE %s", (f"%{words}%",))
            with self.subTest(table=table, column=column):
                self.assertEqual(self.env.cr.fetchone()[0], 0)
