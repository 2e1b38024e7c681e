"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase

from .common import AFTER_WEEK
from .common_log import LogCase

# model -> {role: operations that succeed on the program's own records}
NOBODY = dict.fromkeys(("lead", "champion", "sponsor", "staff", "stranger"), "")
MATRIX = {
    "rollout.wave": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.sealed.answer": NOBODY,
    "rollout.sealed.note": NOBODY,
    "rollout.sealed.reply": NOBODY,
    "rollout.spent.token": NOBODY,
    "rollout.win.cheer": NOBODY,
    "rollout.feedback": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.feedback.total": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.kiosk.tap": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.reply": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.webhook.delivery": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.log.item": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.log.flow": {
        "lead": "r", "champion": "r", "sponsor": "r", "staff": "", "stranger": "",
    },
    "rollout.win": {
        "lead": "crud", "champion": "cru", "sponsor": "r", "staff": "r", "stranger": "",
    },
    # The note that is tried is the champion's; see below for a lead's.
    "rollout.conversation": {
        "lead": "", "champion": "crud", "sponsor": "", "staff": "", "stranger": "",
    },
}  # fmt: skip

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
TEAM = {"lead", "champion"}
READERS = {"lead", "champion", "sponsor"}
METHODS = {
    "rollout.conversation": {"action_close": {"champion"}, "action_reopen": {"champion"}},
    "rollout.discuss.wizard": {"action_add": TEAM},
    "rollout.feedback": {"action_make_win": {"lead"}},
    "rollout.log.decide.wizard": {"action_decide": TEAM},
    "rollout.log.item": {
        "action_ask_sender": EVERYBODY,
        "action_close": TEAM,
        "action_decide": EVERYBODY,
        "action_make_win": READERS,
        "action_merge": EVERYBODY,
        "action_reopen": TEAM,
        "action_split_off": TEAM,
        "action_start": TEAM,
        "action_view_request": READERS,
        "action_view_training": READERS,
    },
    "rollout.log.merge.wizard": {"action_merge": TEAM},
    "rollout.phase": {
        "action_print_kiosk_poster": {"lead"},
        "action_view_log": EVERYBODY - {"stranger"},
        "action_withdraw_kiosk_poster": {"lead"},
    },
    "rollout.program": {
        "action_preview_feedback_form": EVERYBODY,
        "action_renew_webhook_secret": {"lead"},
        "action_slow_feedback_rhythm": {"lead"},
        "action_test_webhook": {"lead"},
        "action_view_log": EVERYBODY,
        "action_view_wins": EVERYBODY,
    },
    "rollout.sender.question": {"action_ask": TEAM},
    "rollout.wave": {"action_view_feedback": EVERYBODY, "action_view_unreached": {"lead"}},
    "rollout.webhook.delivery": {"action_retry": {"lead"}},
    "rollout.win": {
        "action_cheer": EVERYBODY - {"stranger"},
        "action_publish": TEAM,
        "action_withdraw": TEAM,
    },
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.conversation": {"program_id employee_id date note follow_up_date outcome state": "champion"},
    "rollout.feedback": {
        "wave_id mood workload control upstream manual_hours kind comment sender_name reply_digest": "",
    },
    "rollout.feedback.total": {"wave_id scope department_id figure kind count average": ""},
    "rollout.log.item": {
        "name description program_id phase_id kind state critical minutes_lost user_id active": "lead champion",
        "public_summary public_answer": "lead champion",
    },
    "rollout.program": {
        "feedback_enabled feedback_weekday feedback_hour feedback_minimum_group hypercare_backlog_limit": "lead",
        "log_overdue_days wins_mail_enabled wins_weekday wins_hour wins_webhook_url wins_webhook_kind": "lead",
        "feedback_retention_months conversation_retention_days feedback_rhythm feedback_reminder": "lead",
        "feedback_reminder_days": "lead",
    },
    "rollout.reply": {"feedback_id direction text day": ""},
    "rollout.sealed.answer": {"wave_id department_id payload": ""},
    "rollout.sealed.note": {"program_id phase_id week minimum_group is_tap payload": ""},
    "rollout.sealed.reply": {"feedback_id slot day text": ""},
    "rollout.spent.token": {"wave_id digest": ""},
    "rollout.wave": {"program_id week date_from date_to state minimum_group answer_count kept_invited_count": ""},
    "rollout.webhook.delivery": {"win_id state tries next_try last_error key": ""},
    "rollout.win": {"name text program_id phase_id employee_ids thanked_names date": "lead champion"},
    "rollout.win.cheer": {"win_id user_id": ""},
}


@tagged("post_install", "-at_install")
class TestAccess(DialogsCase, SettableFieldsCase, AccessMatrixCase, LogCase):
    MODULE = "rollout_feedback"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wave = cls._new_wave()
        cls.env["rollout.sealed.answer"].create({"wave_id": wave.id, "payload": {"mood": 1}})
        cls.env["rollout.spent.token"].create({"wave_id": wave.id, "digest": "digest"})
        cls.env["rollout.sealed.note"]._seal(cls.program, cls.accounting.id, {"summary": "Slow"})
        feedback = cls.env["rollout.feedback"]._release(
            wave, [{"comment": "Slow", "kind": "issue", "mood": 1, "reply_digest": "digest", "sender_name": "Ann"}]
        )
        cls.env["rollout.sealed.reply"].create(
            {"feedback_id": feedback.id, "slot": 1, "day": AFTER_WEEK.date(), "text": "Yes"}
        )
        cls.env["rollout.reply"].create(
            {"feedback_id": feedback.id, "direction": "sender", "text": "Yes", "day": AFTER_WEEK.date()}
        )
        cls.env["rollout.feedback.total"].create(
            {"wave_id": wave.id, "scope": "program", "figure": "answers", "count": 5}
        )
        cls.env["rollout.kiosk.tap"].create({"phase_id": cls.accounting.id, "week": wave.week, "mood": 2})
        cls.item = cls._new_item(
            "Slow", phase_id=cls.accounting.id, feedback_ids=feedback.ids, reporter_id=cls.staff.id
        )
        cls.program.wins_webhook_url = "https://hooks.example.com/secret"
        cls.win = cls.env["rollout.win"].create(
            {"name": "Closed in two days", "program_id": cls.program.id, "phase_id": cls.accounting.id}
        )
        cls.win.action_publish()
        cls.win.with_user(cls.staff)._cheer()
        cls.conversation = (
            cls.env["rollout.conversation"]
            .with_user(cls.champion)
            .create({"program_id": cls.program.id, "note": "Di is afraid of the tills"})
        )
        cls.message = cls.item.message_post(body="It is slow")
        cls.item.write({"state": "decided", "decision": "practice", "decision_reason": "It comes"})
        cls.feedback, cls.wave = feedback, wave

    def _record(self, model):
        by_hand = {
            "rollout.sealed.answer": [("wave_id", "=", self.wave.id)],
            "rollout.spent.token": [("wave_id", "=", self.wave.id)],
            "rollout.sealed.note": [("program_id", "=", self.program.id)],
            "rollout.sealed.reply": [("feedback_id", "=", self.feedback.id)],
            "rollout.win.cheer": [("win_id", "=", self.win.id)],
            "rollout.phase": [("id", "=", self.accounting.id)],
        }
        if model in by_hand:
            return self.env[model].search(by_hand[model], limit=1).ensure_one()
        return super()._record(model)

    def _prepare_wizard(self, model, user):
        values = {
            "rollout.discuss.wizard": {
                "message_id": self.message.id,
                "program_id": self.program.id,
                "name": "Slow",
            },
            "rollout.log.decide.wizard": {"item_ids": self.item.ids, "decision": "wont_do", "reason": "No"},
            "rollout.log.merge.wizard": {"item_ids": self.item.ids, "survivor_id": self.item.id},
            "rollout.sender.question": {"item_id": self.item.id, "text": "Where?"},
        }
        return self.env[model].with_user(user).create(values[model])

    def test_a_note_of_a_leads_is_as_closed_as_any(self):
        note = (
            self.env["rollout.conversation"]
            .with_user(self.lead)
            .create({"program_id": self.program.id, "note": "He resists"})
        )
        for role in ("champion", "sponsor", "staff", "stranger"):
            self.assertEqual(self._get_operations(note, getattr(self, role)), "", role)
        self.assertEqual(self._get_operations(note, self.lead), "crud")
        self.assertEqual(self._get_operations(note, self.env.ref("base.user_admin")), "")

    def test_a_champion_of_another_phase_reads_alone(self):
        self.item.phase_id = self.win.phase_id = self.stock
        for record in (self.item, self.win):
            self.assertEqual(self._get_operations(record, self.champion), "r")

    def test_a_draft_is_its_authors(self):
        draft = self.env["rollout.win"].with_user(self.staff).create({"name": "Mine", "program_id": self.program.id})
        self.assertEqual(self._get_operations(draft, self.staff), "crud")
        for other in (self.sponsor, self.stranger):
            self.assertEqual(self._get_operations(draft, other), "")

    def test_what_a_path_would_tell(self):
        """From what one may read, through any number of steps, into what one may not."""
        self.program.with_user(self.lead).action_renew_webhook_secret()
        hidden = {
            "rollout.log.item": {
                "feedback_ids.comment": {"lead"},
                "feedback_ids.sender_name": {"lead"},
                "feedback_ids.reply_digest": set(),
                "feedback_ids.reply_ids.text": {"lead"},
                "merged_ids.feedback_ids.comment": {"lead"},
                "program_id.wave_ids.feedback_ids.comment": {"lead"},
                "program_id.wins_webhook_secret": {"lead"},
                "program_id.wins_webhook_url": {"lead"},
                "message_ids.author_id.name": READERS,
            },
            "rollout.feedback": {"reply_digest": set(), "wave_id.feedback_ids.reply_digest": set()},
            "rollout.reply": {"feedback_id.reply_digest": set(), "feedback_id.comment": {"lead"}},
            "rollout.win": {
                "program_id.wins_webhook_secret": {"lead"},
                "message_id.body": set(),
                "program_id.wave_ids.answer_count": {"lead"},
            },
            "rollout.program": {
                "wave_ids.feedback_ids.comment": {"lead"},
                "wave_ids.answer_count": {"lead"},
                "wins_webhook_secret": {"lead"},
                "wins_webhook_url": {"lead"},
                "wins_delivery_ids.key": {"lead"},
                "note_release_date": {"lead"},
            },
            "rollout.phase": {"program_id.wins_webhook_secret": {"lead"}},
        }
        self._assert_paths(hidden)

    def test_secrets_are_not_read(self):
        for record, name, expected in (
            (self.program, "wins_webhook_secret", {"lead"}),
            (self.program, "wins_webhook_url", {"lead"}),
            (self.program, "feedback_tired", {"lead"}),
            (self.program, "heard_url", TEAM),
            (self.feedback, "reply_digest", set()),
            (self.item, "feedback_ids", {"lead"}),
            (self.win, "message_id", set()),
        ):
            for role in self.ROLES:
                reader = record.with_user(getattr(self, role))
                with self.subTest(field=name, role=role):
                    may_read = self._may(reader.env.user, lambda r=reader, n=name: bool(r.read([n])))
                    self.assertEqual(may_read, role in expected)
                    may_export = self._may(reader.env.user, lambda r=reader, n=name: bool(r.export_data([n])))
                    self.assertEqual(may_export, role in expected)
