from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import AFTER_WEEK
from .common_http import FeedbackHttpCase

MODELS = (
    "rollout.wave",
    "rollout.sealed.answer",
    "rollout.spent.token",
    "rollout.feedback",
    "rollout.log.item",
    "rollout.reply",
    "rollout.sealed.reply",
    "rollout.feedback.total",
)


@tagged("post_install", "-at_install")
class TestRoles(RpcCase, FeedbackHttpCase):
    """What each role may do, as a client over RPC."""

    def setUp(self):
        super().setUp()
        self._answer(self.wave, self.accounting, 5, mood=3, comment="Slow")
        self._release(AFTER_WEEK)
        next_week = self._new_wave(AFTER_WEEK)
        self._answer(next_week, self.accounting, 1, moment=AFTER_WEEK, mood=1)
        self.item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)], limit=1)
        self.feedback = self.env["rollout.feedback"].search([("program_id", "=", self.program.id)], limit=1)
        self.reply = self.env["rollout.reply"].create(
            {"feedback_id": self.feedback.id, "direction": "sender", "text": "Yes", "day": AFTER_WEEK.date()}
        )

    def test_reading(self):
        expected = {
            "lead": {
                "rollout.wave": 2,
                "rollout.feedback": 5,
                "rollout.log.item": 5,
                "rollout.reply": 1,
                "rollout.feedback.total": 4,
            },
            "champion": {"rollout.log.item": 5},
            "sponsor": {"rollout.log.item": 5},
            "staff": {"rollout.log.item": 0},
            "stranger": {
                "rollout.wave": 0,
                "rollout.feedback": 0,
                "rollout.log.item": 0,
                "rollout.reply": 0,
                "rollout.feedback.total": 0,
            },
        }
        self._assert_counts(MODELS, expected)

    def test_not_even_an_administrator_reads_what_is_sealed(self):
        self.authenticate("admin", "admin")
        for model, field in (
            ("rollout.sealed.answer", "payload"),
            ("rollout.spent.token", "digest"),
        ):
            record = self.env[model].search([], limit=1)
            for method, args in (
                ("read", [record.ids, [field]]),
                ("search_read", []),
                ("web_search_read", [[], {"id": {}}]),
                ("formatted_read_group", [[], [], ["__count"]]),
                ("export_data", [record.ids, [field]]),
                ("create", [{}]),
                ("unlink", [record.ids]),
            ):
                with self.subTest(model=model, method=method):
                    self.assertTrue(self._is_refused(model, method, *args))

    def test_nobody_changes_waves_and_answers(self):
        for role in ("lead", "champion", "staff"):
            self._log_in(role)
            for record, values in (
                (self.feedback, {"comment": "Fine"}),
                (self.wave, {"state": "open"}),
                (self.reply, {"text": "No"}),
            ):
                with self.subTest(role=role, model=record._name):
                    self.assertTrue(self._is_refused(record._name, "write", record.ids, values))
                    self.assertTrue(self._is_refused(record._name, "unlink", record.ids))
                    self.assertTrue(self._is_refused(record._name, "create", [values]))

    def test_champion_sees_the_item_but_not_the_answer_behind_it(self):
        self._log_in("champion")
        [values] = self._call("rollout.log.item", "read", self.item.ids, ["description"])
        self.assertEqual(values["description"], "Slow")
        self.assertTrue(self._is_refused("rollout.log.item", "read", self.item.ids, ["feedback_ids"]))

    def test_entrances_for_the_server_only(self):
        self._assert_for_the_server_only(
            (
                ("rollout.wave", "_find_open", ["x"]),
                ("rollout.wave", "_seal_answer", ["x", {}]),
                ("rollout.wave", "_sign", ["x"]),
                ("rollout.wave", "_cron_release", []),
                ("rollout.wave", "_release", [self.wave.ids]),
                ("rollout.feedback", "_gc_answers", []),
                ("rollout.feedback.total", "_write_totals", [self.wave.ids]),
            )
        )

    def test_everybody_opens_the_program(self):
        for role in ("lead", "champion", "sponsor", "staff"):
            self._log_in(role)
            [values] = self._call("rollout.program", "read", self.program.ids, ["feedback_hour"])
            self.assertEqual(values["feedback_hour"], 9, role)
