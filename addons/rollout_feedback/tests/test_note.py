from datetime import timedelta

from odoo.http import request
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import THURSDAY
from .common_note import NEXT_WEEK, NIGHT, NoteCase
from .test_anonymity import TestAnonymity as AnonymityCase

SCREEN = {
    "app": "Inventory",
    "title": "Transfers",
    "view": "list",
    "model": "stock.picking",
    "path": "/odoo/action-9/5",
}


@tagged("post_install", "-at_install")
class TestNote(NoteCase):
    """The button in Odoo, from the request to the log."""

    _snapshot = AnonymityCase._snapshot

    def test_no_row_shares_a_transaction_with_the_session(self):
        """Odoo may note in the request's transaction who is active; its number is on each row."""
        cursors = []
        take_note = type(self.program)._take_note

        def spy(program, user, note):
            cursors.append((program.env.cr, request.env.cr))
            return take_note(program, user, note)

        self.patch(type(self.program), "_take_note", spy)
        for note in ({}, {"critical": True, "now": True}):
            self._send_note(**note)
        self.assertEqual(len(cursors), 2)
        for own, of_request in cursors:
            self.assertIsNot(own, of_request)

    def test_without_a_name_it_adds_one_sealed_row(self):
        self.authenticate("feedback_staff", "feedback_staff")
        self._send_note(login=None)
        before = self._snapshot()
        answer = self._send_note(login=None, text="Tell-tale words", screen=SCREEN)
        self.assertIn("some night", answer["thanks"])
        added = self._snapshot() - before
        self.assertEqual([table for table, _row in added], ["rollout_sealed_note"])
        self.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'rollout_sealed_note'")
        self.assertEqual(
            {name for (name,) in self.cr.fetchall()},
            {"id", "program_id", "phase_id", "week", "minimum_group", "is_tap", "payload"},
        )
        payload = self._get_notes()[-1].payload
        self.assertEqual(payload["origin"], "Inventory · Transfers · list · stock.picking")
        self.assertEqual(payload["origin_url"], "/odoo/action-9", "no record unless it was ticked")
        self.assertFalse(self._get_items())

    def test_nothing_but_a_post_sends_one(self):
        self.authenticate("feedback_staff", "feedback_staff")
        with mute_logger("odoo.http"):
            body = {"jsonrpc": "2.0", "params": {"note": {"text": "Slow"}}}
            response = self.url_open("/rollout/feedback/note", json=body, method="OPTIONS")
        self.assertLess(response.status_code, 500)
        self.assertNotIn("thanks", response.text)
        self.assertFalse(self._get_notes())

    def test_opened_at_night_together_and_in_random_order(self):
        self._release_notes(THURSDAY)
        for number in range(5):
            self._send_note(text=f"Words {number}")
        before = self._snapshot()
        self._release_notes(THURSDAY + timedelta(hours=1))
        self.assertFalse(self._get_items(), "not on the same day")
        self._release_notes(NIGHT)
        items = self._get_items("systray")
        self.assertEqual(len(items), 5)
        self.assertEqual(items.phase_id, self.stock, "enough notes of enough people")
        self.assertFalse(self._get_notes())
        root = self.env.ref("base.user_root")
        self.assertEqual(items.create_uid | items.write_uid, root)
        self.assertFalse(items.reporter_id)
        self.assertFalse(items.message_follower_ids)
        self.assertEqual(len(set(items.mapped("create_date"))), 1)
        for table, row in self._snapshot() - before:
            self.assertNotIn(self.staff.partner_id.name, row, table)

    def test_order_of_arrival_is_lost(self):
        orders = set()
        for day in range(4):
            self._release_notes(THURSDAY + timedelta(days=7 * day))
            for number in range(8):
                self._send_note(text=f"Words {number}")
            self._release_notes(NIGHT + timedelta(days=7 * day))
            items = self._get_items().sorted("id")[-8:]
            orders.add(tuple(items.mapped("name")))
        self.assertGreater(len(orders), 1)

    def test_few_wait_until_their_week_is_over(self):
        self._release_notes(THURSDAY)
        for _number in range(4):
            self._send_note()
        self._release_notes(NIGHT)
        self.assertFalse(self._get_items())
        self._release_notes(NEXT_WEEK)
        self.assertEqual(len(self._get_items()), 4)
        self.assertFalse(self._get_items().phase_id, "too few to name their department")

    def test_a_small_department_is_never_named(self):
        self.program.feedback_minimum_group = 7
        self._release_notes(THURSDAY)
        for _number in range(9):
            self._send_note()
        self._release_notes(NIGHT)
        self.assertEqual(len(self._get_items()), 9)
        self.assertFalse(self._get_items().phase_id, "six people work there")

    def test_critical_waits_unless_the_person_wants_it_now(self):
        self._send_note(critical=True)
        self.assertTrue(self._get_notes().payload["critical"])
        self.assertFalse(self._get_items())
        self._send_note(critical=True, now=True)
        item = self._get_items("systray")
        self.assertTrue(item.critical)
        self.assertFalse(item.phase_id)
        self.assertFalse(item.reporter_id)
        self.assertEqual(item.create_uid, self.env.ref("base.user_root"))
        self.assertFalse(item.message_follower_ids)

    def test_now_is_for_critical_ones(self):
        self._send_note(now=True)
        self.assertTrue(self._get_notes())
        self.assertFalse(self._get_items())

    def test_with_a_name(self):
        self._send_note(anonymous=False, kind="request", minutes="12", screen=SCREEN, with_record=True)
        item = self._get_items("systray")
        self.assertEqual(item.reporter_id, self.staff)
        self.assertEqual(item.phase_id, self.stock)
        self.assertEqual((item.kind, item.minutes_lost, item.origin_url), ("request", 12, "/odoo/action-9/5"))
        self.assertFalse(self._get_notes())

    def test_bad_input_gets_a_sentence(self):
        for note in (
            {"text": ""},
            {"text": " \0 "},
            {"text": "x" * 4001},
            {"kind": "gossip"},
            {"minutes": "soon"},
            {"text": {"a": 1}},
        ):
            with self.subTest(note):
                self.assertTrue(self._send_note(**note)["error"])
        self.authenticate("feedback_staff", "feedback_staff")
        for note in (None, [], "x", 5):
            answer = self.make_jsonrpc_request("/rollout/feedback/note", {"note": note})
            self.assertTrue(answer["error"])
        self.assertFalse(self._get_notes())

    def test_forged_screens_are_left_out(self):
        for path in ("javascript:alert(1)", "https://evil.example.com", "/odoo/x?token=1", "//evil", ["/odoo"]):
            self._send_note(anonymous=False, screen={"title": "<b>x</b>", "path": path})
        items = self._get_items()
        self.assertEqual(set(items.mapped("origin_url")), {False})
        self.assertEqual(set(items.mapped("origin")), {"<b>x</b>"})

    def test_who_may_send(self):
        for login in ("feedback_lead", "feedback_champion", "feedback_staff"):
            with self.subTest(login):
                self.assertIn("thanks", self._send_note(login))
        for login in ("feedback_sponsor", "feedback_stranger"):
            with self.subTest(login):
                self.assertIn("error", self._send_note(login))
        self.authenticate(None, None)
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self._send_note(login=None)
        self.assertEqual(len(self._get_notes()), 3)
        self.assertEqual(self._get_notes().phase_id, self.accounting | self.stock)

    def test_department_is_that_of_the_phase(self):
        """The same department as in the weekly form, sub-departments and stages included."""
        programs = self.env["rollout.program"]
        child = self.env["hr.department"].create(
            {"name": "Dock", "company_id": self.company.id, "parent_id": self.stock.department_id.id}
        )
        self.colleague.department_id = child
        for stage, expected in (("live", self.stock), ("preparing", self.stock), ("stable", self.env["rollout.phase"])):
            self.stock._set_stage(stage)
            _program, phase = programs._find_note_target(self.staff)
            staff = self.program._get_staff_by_phase()
            self.assertIn(self.colleague, staff[self.stock])
            self.assertEqual(phase, expected, stage)
        own = self.env["rollout.phase"].create({"program_id": self.program.id, "department_id": child.id})
        self.assertEqual(programs._find_note_target(self.staff)[1], own)
        own._set_stage("cancelled")
        self.stock._set_stage("live")
        self.assertEqual(programs._find_note_target(self.staff)[1], self.stock)

    def test_newest_program_under_way_is_taken(self):
        newer = self.program.copy({"name": "Newer"})
        self.env["rollout.phase"].create(
            {
                "program_id": newer.id,
                "department_id": self.stock.department_id.id,
                "planned_go_live": "2030-01-01",
            }
        )
        target = self.env["rollout.program"]._find_note_target
        self.assertEqual(target(self.staff)[0], self.program, "the newer one isn't under way")
        newer.phase_ids._set_stage("live")
        self.assertEqual(target(self.staff)[0], newer)

    def test_web_client_is_told_whether_to_show_the_button(self):
        for login, shown in (("feedback_staff", True), ("feedback_lead", True), ("feedback_sponsor", False)):
            self.authenticate(login, login)
            info = self.make_jsonrpc_request("/web/session/get_session_info", {})
            self.assertEqual(info["rollout_note"], shown, login)

    def test_release_takes_no_more_queries_for_more_notes(self):
        def measure(count):
            for _number in range(count):
                self.env["rollout.sealed.note"]._seal(
                    self.program, self.stock.id, {"summary": "x", "source": "systray"}
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.program._release_notes()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        measure(6)
        few, many = measure(6), measure(60)
        self.assertLessEqual(many, few + 10)
