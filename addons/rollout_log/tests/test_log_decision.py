from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestLogDecision(LogCase):
    def test_a_decision_with_its_reason(self):
        item = self._new_item(phase_id=self.accounting.id)
        item.with_user(self.champion).action_start()
        item.with_user(self.champion)._decide("practice", "  It gets faster <b>every</b> week. ")
        self.assertRecordValues(
            item,
            [
                {
                    "state": "decided",
                    "decision": "practice",
                    "decision_reason": "It gets faster <b>every</b> week.",
                    "decided_by_id": self.champion.id,
                }
            ],
        )
        self.assertTrue(item.decided_on)
        self.assertIn("Settles with practice. It gets faster &lt;b&gt;every&lt;/b&gt; week.", self._notes(item))
        item.with_user(self.champion).action_close()
        self.assertEqual(item.state, "closed")

    def test_without_a_decision_nothing_is_decided_or_closed(self):
        item = self._new_item().with_user(self.lead)
        for state in ("decided", "closed"):
            with self.subTest(state), self.assertRaisesRegex(UserError, "needs a decision first"):
                item.state = state
            with self.subTest(state), self.assertRaisesRegex(UserError, "needs a decision first"):
                self.items.with_user(self.lead).create({"name": "Slow", "program_id": self.program.id, "state": state})
            with self.subTest(state), self.assertRaisesRegex(UserError, "needs a decision first"):
                self.items.with_user(self.lead).with_context(default_state=state).create(
                    {"name": "Slow", "program_id": self.program.id}
                )
        self.assertEqual(item.state, "new")

    def test_nobody_sets_what_the_buttons_set(self):
        other = self._new_item("Another")
        item = self._new_item().with_user(self.lead)
        forged = {
            "decision": "wont_do",
            "decision_reason": "No",
            "decided_on": "2026-01-01",
            "decided_by_id": self.sponsor.id,
            "merged_into_id": other.id,
            "merged_ids": [(4, other.id)],
            "overdue_noticed": True,
            "training_activity_id": 1,
            "request_id": 1,
        }
        for name, value in forged.items():
            with self.subTest(name), self.assertRaises(UserError):
                item.write({name: value})
            with self.subTest(name, moment="create"), self.assertRaises(UserError):
                self.items.with_user(self.lead).create({"name": "Slow", "program_id": self.program.id, name: value})
            with self.subTest(name, moment="default"), self.assertRaises(UserError):
                made = self.items.with_user(self.lead).with_context(**{f"default_{name}": value})
                made.create({"name": "Slow", "program_id": self.program.id})

    def test_nobody_changes_an_age_or_adds_voices(self):
        values = {"open_since": "2020-01-01", "voice_count": 99}
        item = self._new_item().with_user(self.lead)
        for name, value in values.items():
            with self.subTest(name), self.assertRaises(UserError):
                item.write({name: value})
            with self.subTest(name, moment="create"), self.assertRaises(UserError):
                self.items.with_user(self.lead).create({"name": "Slow", "program_id": self.program.id, name: value})
            with self.subTest(name, moment="default"), self.assertRaises(UserError):
                made = self.items.with_user(self.lead).with_context(**{f"default_{name}": value})
                made.create({"name": "Slow", "program_id": self.program.id})

    def test_who_decides(self):
        item = self._new_item(phase_id=self.accounting.id)
        for user in (self.sponsor, self.staff, self.stranger, self.stock_champion):
            with self.subTest(user.login), self.assertRaises(AccessError):
                item.with_user(user)._decide("wont_do", "No.")
        self.assertEqual(item.state, "new")
        self._new_item().with_user(self.stock_champion)._decide("wont_do", "Champions handle what has no phase.")

    def test_clear_sentences(self):
        item = self._new_item().with_user(self.lead)
        with self.assertRaisesRegex(UserError, "Say why"):
            item._decide("practice", "  ")
        with self.assertRaisesRegex(UserError, "choose a decision"):
            item._decide("unheard-of", "Why not")
        with self.assertRaisesRegex(UserError, "needs a phase"):
            item._decide("parked", "Later")
        self.assertEqual(item.state, "new")
        item._decide("wont_do", "It is not worth it")
        with self.assertRaisesRegex(UserError, "already been decided"):
            item._decide("practice", "Or is it")
        with self.assertRaisesRegex(UserError, "at least one"):
            self.items.with_user(self.lead)._decide("practice", "None")

    def test_several_are_decided_with_the_wizard(self):
        items = (self._new_item("One") | self._new_item("Two")).with_user(self.lead)
        action = items.action_decide()
        wizard = Form(self.env["rollout.log.decide.wizard"].with_user(self.lead).with_context(**action["context"]))
        wizard.decision = "training"
        self.assertIn("champion", wizard.consequence)
        wizard.reason = "Nobody has shown it yet"
        wizard.save().action_decide()
        self.assertEqual(set(items.mapped("decision")), {"training"})

    def test_a_training_need(self):
        item = self._new_item(phase_id=self.accounting.id)
        item.with_user(self.lead)._decide("training", "Nobody has shown it <i>yet</i>")
        activity = item.training_activity_id
        self.assertEqual(activity.activity_type_id, self.env.ref("rollout_log.mail_activity_type_training_need"))
        self.assertEqual((activity.res_model, activity.res_id), ("rollout.phase", self.accounting.id))
        self.assertEqual((activity.user_id, activity.summary), (self.champion, item.name))
        self.assertIn(f'data-oe-id="{item.id}"', activity.note)
        self.assertIn("&lt;i&gt;yet&lt;/i&gt;", activity.note)
        unplaced = self._new_item()
        unplaced.with_user(self.lead)._decide("training", "Nobody has shown it")
        activity = unplaced.training_activity_id
        self.assertEqual((activity.res_model, activity.user_id), ("rollout.program", self.lead))
        self.assertEqual(unplaced.action_view_training()["res_id"], self.program.id)

    def test_a_customization_parks(self):
        item = self._new_item(phase_id=self.accounting.id, description="Every day", minutes_lost=90)
        item.with_user(self.champion)._decide("parked", "Let us see in three months")
        request = item.request_id
        self.assertRecordValues(
            request,
            [{"name": item.name, "phase_id": self.accounting.id, "state": "parked", "hours_lost": 1.5}],
        )
        self.assertFalse(request.employee_id)
        self.assertIn("Every day", request.why)
        self.assertIn("1 voices", request.evidence)
        self.assertIn("90 minutes", request.evidence)
        self.assertEqual(item.action_view_request()["res_id"], request.id)
        item.with_user(self.champion).action_reopen()
        item.with_user(self.champion)._decide("parked", "All the same")
        self.assertEqual(item.request_id, request, "the request that waits already is enough")

    def test_opened_again_its_history_stays(self):
        item = self._new_item()
        item.open_since -= timedelta(days=30)
        item.overdue_noticed = True
        item.with_user(self.lead)._decide("wont_do", "Too dear")
        item.with_user(self.lead).state = "new"
        self.assertRecordValues(
            item, [{"state": "new", "decision": False, "decided_on": False, "overdue_noticed": False}]
        )
        self.assertEqual(item.open_since.date(), fields.Date.today(), "it waits anew")
        self.assertIn("It had been decided: Won't do. Too dear", self._notes(item).replace("&#39;", "'"))
        item.with_user(self.lead)._decide("configuration", "It is a setting after all")
        item.with_user(self.lead).action_close()
        item.with_user(self.lead).state = "decided"
        self.assertEqual(item.decision, "configuration", "from closed back to decided it stays as decided")
