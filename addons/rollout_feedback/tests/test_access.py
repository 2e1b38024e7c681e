"""Who may do what, as one table; a model without a row fails."""

from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_access import AccessMatrixCase
from odoo.addons.rollout_phase.tests.common_dialogs import DialogsCase
from odoo.addons.rollout_phase.tests.common_fields import SettableFieldsCase
from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import AFTER_WEEK, FeedbackCase

# model -> {role: operations that succeed on the program's own records}
NOBODYS = dict.fromkeys(("lead", "champion", "sponsor", "staff", "stranger"), "")
MATRIX = {
    "rollout.wave": {
        "lead": "r", "champion": "", "sponsor": "", "staff": "", "stranger": "",
    },
    "rollout.sealed.answer": NOBODYS,
    "rollout.sealed.note": NOBODYS,
    "rollout.sealed.reply": NOBODYS,
    "rollout.spent.token": NOBODYS,
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
}  # fmt: skip

# A window opens for everybody: what may be seen or made in it is judged there.
EVERYBODY = {"lead", "champion", "sponsor", "staff", "stranger"}
TEAM = {"lead", "champion"}
NOBODY = frozenset()
METHODS = {
    "rollout.log.item": {"action_ask_sender": EVERYBODY},
    "rollout.phase": {
        "action_print_kiosk_poster": {"lead"},
        "action_withdraw_kiosk_poster": {"lead"},
    },
    "rollout.program": {
        "action_preview_feedback_form": EVERYBODY,
        "action_slow_feedback_rhythm": {"lead"},
    },
    "rollout.sender.question": {"action_ask": TEAM},
    "rollout.wave": {"action_view_feedback": EVERYBODY, "action_view_unreached": {"lead"}},
}

# model -> {stored fields: roles that may set them on the program's own records}
SETTABLE = {
    "rollout.feedback": {
        "wave_id mood workload control upstream manual_hours kind comment sender_name reply_digest": "",
    },
    "rollout.feedback.total": {"wave_id scope department_id figure kind count average": ""},
    "rollout.log.item": {"public_summary public_answer": "lead champion"},
    "rollout.program": {
        "feedback_enabled feedback_weekday feedback_hour feedback_minimum_group": "lead",
        "feedback_retention_months feedback_rhythm feedback_reminder": "lead",
        "feedback_reminder_days": "lead",
    },
    "rollout.reply": {"feedback_id direction text day": ""},
    "rollout.sealed.answer": {"wave_id department_id payload": ""},
    "rollout.sealed.note": {"program_id phase_id week minimum_group is_tap payload": ""},
    "rollout.sealed.reply": {"feedback_id slot day text": ""},
    "rollout.spent.token": {"wave_id digest": ""},
    "rollout.wave": {"program_id week date_from date_to state minimum_group answer_count kept_invited_count": ""},
}

# model -> {field: roles that read it, where others may read the record}
SECRETS = {
    "rollout.feedback": {"reply_digest": NOBODY},
    "rollout.log.item": {"feedback_ids": {"lead"}},
    "rollout.program": {"feedback_tired": {"lead"}, "heard_url": TEAM},
}

# model -> {path into what may not be read: roles that may learn something by it}
PATHS = {
    "rollout.log.item": {
        "feedback_ids.comment": {"lead"},
        "feedback_ids.sender_name": {"lead"},
        "feedback_ids.reply_digest": NOBODY,
        "feedback_ids.reply_ids.text": {"lead"},
        "merged_ids.feedback_ids.comment": {"lead"},
        "program_id.wave_ids.feedback_ids.comment": {"lead"},
    },
    "rollout.feedback": {"reply_digest": NOBODY, "wave_id.feedback_ids.reply_digest": NOBODY},
    "rollout.reply": {"feedback_id.reply_digest": NOBODY, "feedback_id.comment": {"lead"}},
    "rollout.program": {
        "wave_ids.feedback_ids.comment": {"lead"},
        "wave_ids.answer_count": {"lead"},
        "note_release_date": {"lead"},
    },
}


@tagged("post_install", "-at_install", "together")
class TestAccess(RpcCase, DialogsCase, SettableFieldsCase, AccessMatrixCase, FeedbackCase, HttpCase):
    MODULE = "rollout_feedback"
    MATRIX = MATRIX
    SETTABLE = SETTABLE
    METHODS = METHODS
    SECRETS = SECRETS
    PATHS = PATHS

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
        cls.item = cls.env["rollout.log.item"].create(
            {
                "name": "Slow",
                "program_id": cls.program.id,
                "phase_id": cls.accounting.id,
                "feedback_ids": feedback.ids,
                "reporter_id": cls.staff.id,
            }
        )
        cls.feedback, cls.wave = feedback, wave

    def _record(self, model):
        by_hand = {
            "rollout.sealed.answer": [("wave_id", "=", self.wave.id)],
            "rollout.spent.token": [("wave_id", "=", self.wave.id)],
            "rollout.sealed.note": [("program_id", "=", self.program.id)],
            "rollout.sealed.reply": [("feedback_id", "=", self.feedback.id)],
            "rollout.phase": [("id", "=", self.accounting.id)],
        }
        if model in by_hand:
            return self.env[model].search(by_hand[model], limit=1).ensure_one()
        return super()._record(model)

    def _prepare_wizard(self, model, user):
        return self.env[model].with_user(user).create({"item_id": self.item.id, "text": "Where?"})

    def test_no_way_through_the_log_leads_to_answers(self):
        """Whatever points to an item, in whichever addon, tells nobody but leads of the answers behind it."""
        for model, field in self._get_ways_into(["rollout.log.item"]):
            domain = [(f"{field.name}.feedback_ids.comment", "!=", False)]
            for role in self.ROLES:
                records = self.env[model].with_user(getattr(self, role))
                with self.subTest(model=model, field=field.name, role=role):
                    found = self._may(records.env.user, lambda r=records, d=domain: bool(r.search_count(d)))
                    self.assertLessEqual({role} if found else set(), {"lead"})
