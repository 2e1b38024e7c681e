from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common import LogCase


@tagged("post_install", "-at_install")
class TestRoles(RpcCase, LogCase):
    """What each role may do with the log, as a client over RPC."""

    def setUp(self):
        super().setUp()
        self.item = self._new_item("Slow", phase_id=self.accounting.id)

    def test_reading(self):
        expected = {
            "lead": {"rollout.log.item": 1, "rollout.log.flow": 1},
            "champion": {"rollout.log.item": 1, "rollout.log.flow": 1},
            "sponsor": {"rollout.log.item": 1, "rollout.log.flow": 1},
            "staff": {"rollout.log.item": 0, "rollout.log.flow": 0},
            "stranger": {"rollout.log.item": 0, "rollout.log.flow": 0},
        }
        self._assert_counts(("rollout.log.item", "rollout.log.flow"), expected)

    def test_log_triage(self):
        unplaced = self.item.copy({"phase_id": False})
        foreign = self.item.copy({"phase_id": self.stock.id})
        changes = {
            "lead": {self.item: True, unplaced: True, foreign: True},
            "champion": {self.item: True, unplaced: True, foreign: False},
            "sponsor": {self.item: False},
            "staff": {self.item: False},
            "stranger": {self.item: False},
        }
        for role, cases in changes.items():
            self._log_in(role)
            for item, allowed in cases.items():
                with self.subTest(role=role, item=item.name):
                    refused = self._is_refused("rollout.log.item", "write", item.ids, {"state": "in_progress"})
                    self.assertEqual(not refused, allowed)

    def test_what_the_buttons_set_is_not_written(self):
        self._log_in("lead")
        for values in (
            {"state": "decided"},
            {"decision": "wont_do"},
            {"decided_by_id": self.sponsor.id},
            {"merged_into_id": self.item.copy().id},
        ):
            with self.subTest(values=values), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._call("rollout.log.item", "write", self.item.ids, values)
        self.assertFalse(self.item.decision)

    def test_only_who_handles_items_opens_the_wizards(self):
        for model, values in (
            ("rollout.log.decide.wizard", {"decision": "wont_do", "reason": "No"}),
            ("rollout.log.merge.wizard", {"survivor_id": self.item.id}),
        ):
            for role, allowed in (("lead", True), ("champion", True), ("sponsor", False), ("staff", False)):
                self._log_in(role)
                with self.subTest(role=role, model=model):
                    refused = self._is_refused(model, "create", [{**values, "item_ids": self.item.ids}])
                    self.assertEqual(not refused, allowed)

    def test_nobody_says_who_sent_it(self):
        self._log_in("lead")
        forged = {"reporter_id": self.staff.id, "origin": "x", "origin_url": "javascript:alert(1)"}
        plain = {"name": "x", "program_id": self.program.id}
        for name, value in forged.items():
            self.assertTrue(self._is_refused("rollout.log.item", "write", self.item.ids, {name: value}), name)
            self.assertTrue(self._is_refused("rollout.log.item", "create", [{**plain, name: value}]), name)
            default = {f"default_{name}": value}
            self.assertTrue(self._is_refused("rollout.log.item", "create", [plain], context=default), name)
        self.assertEqual([self.item.reporter_id.id, self.item.origin, self.item.origin_url], [False] * 3)

    def test_entrances_for_the_server_only(self):
        self._assert_for_the_server_only(
            (
                ("rollout.program", "_log_intake", [self.program.ids, []]),
                ("rollout.log.item", "_decide", [self.item.ids, "wont_do", "No"]),
                ("rollout.log.item", "_forget_decision", [self.item.ids]),
                ("rollout.log.item", "_merge_into", [self.item.ids, self.item.id]),
                ("rollout.log.item", "_split_off", [self.item.ids]),
                ("rollout.log.item", "_cron_overdue", []),
                ("rollout.log.item", "_erase_words", [self.item.ids]),
            )
        )

    def test_everybody_opens_the_program(self):
        for role, count in (("lead", 1), ("champion", 1), ("sponsor", 1), ("staff", 0)):
            self._log_in(role)
            [values] = self._call("rollout.program", "read", self.program.ids, ["open_log_count"])
            self.assertEqual(values["open_log_count"], count, role)
