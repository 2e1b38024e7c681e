from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_rpc import RpcCase

from .common_note import NEXT_WEEK, NoteCase


@tagged("post_install", "-at_install")
class TestDoorRoles(RpcCase, NoteCase):
    """What each role may do with what came through the other doors, as a client over RPC."""

    def setUp(self):
        super().setUp()
        sealed = self.env["rollout.sealed.note"]
        for _number in range(6):
            sealed._seal(self.program, self.stock.id, {"mood": 2}, is_tap=True)
        sealed._seal(self.program, self.stock.id, {"summary": "Old", "source": "kiosk"})
        self._release_notes(NEXT_WEEK)
        sealed._seal(self.program, self.stock.id, {"summary": "New", "source": "systray"})
        self.item = self._get_items("kiosk")

    def test_reading(self):
        expected = {
            "lead": {"rollout.kiosk.tap": 6, "rollout.log.item": 1},
            "champion": {"rollout.log.item": 1},
            "sponsor": {"rollout.log.item": 1},
            "staff": {"rollout.log.item": 0},
            "stranger": {"rollout.kiosk.tap": 0, "rollout.log.item": 0},
        }
        self._assert_counts(("rollout.sealed.note", "rollout.kiosk.tap", "rollout.log.item"), expected)

    def test_not_even_an_administrator_reads_what_is_sealed(self):
        self.authenticate("admin", "admin")
        note = self._get_notes()
        for method, args in (
            ("read", [note.ids, ["payload"]]),
            ("search_read", []),
            ("export_data", [note.ids, ["payload"]]),
            ("create", [{}]),
            ("unlink", [note.ids]),
        ):
            with self.subTest(method):
                self.assertTrue(self._is_refused("rollout.sealed.note", method, *args))

    def test_nobody_changes_moods(self):
        tap = self.env["rollout.kiosk.tap"].search([("phase_id", "=", self.stock.id)], limit=1)
        for role in ("lead", "champion", "staff"):
            self._log_in(role)
            for method, args in (
                ("write", [tap.ids, {"mood": 5}]),
                ("unlink", [tap.ids]),
                ("create", [{"phase_id": self.stock.id, "week": "2026-W47", "mood": 5}]),
            ):
                self.assertTrue(self._is_refused("rollout.kiosk.tap", method, *args), (role, method))

    def test_nobody_brings_the_next_opening_forward(self):
        self._log_in("lead")
        forged = {"note_release_date": "2020-01-01"}
        self.assertTrue(self._is_refused("rollout.program", "write", self.program.ids, forged))
