from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import migrate
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common_log import RAW, LogCase


@tagged("post_install", "-at_install")
class TestLogOrigin(LogCase):
    """Where an item came from stays with it, and with it who may read its words."""

    def test_nobody_says_where_an_item_came_from(self):
        answer = self._new_raw_item().feedback_ids
        item = self._new_item("Slow").with_user(self.lead)
        items = self.items.with_user(self.lead)
        plain = {"name": "Slow", "program_id": self.program.id}
        forged = {
            "source": "form",
            "feedback_ids": [(4, answer.id)],
            "origin": "#board",
            "origin_url": "/odoo",
            "reporter_id": self.staff.id,
        }
        for name, value in forged.items():
            with self.subTest(name), self.assertRaises(UserError):
                item.write({name: value})
            with self.subTest(name, moment="create"), self.assertRaises(UserError):
                items.create({**plain, name: value})
            with self.subTest(name, moment="default"), self.assertRaises(UserError):
                items.with_context(**{f"default_{name}": value}).create(plain)
        rows = [["Slow", str(self.program.id), "Poster"]]
        [message] = items.load(["name", "program_id/.id", "source"], rows)["messages"]
        self.assertIn("“Source” isn't set by hand", message["message"])
        self.assertTrue(items.load(["name", "program_id/.id"], [rows[0][:2]])["ids"])

    def test_words_do_not_become_the_teams(self):
        for source in ("form", "kiosk", "email", "systray", "discuss"):
            with self.subTest(source):
                item = self._new_item(RAW, description=RAW, source=source).with_user(self.champion)
                with self.assertRaises(UserError):
                    item.source = "manual"
                with self.assertRaisesRegex(UserError, "isn't duplicated"):
                    item.copy()
                self.assertFalse(item._get_team_wording())
        ours = self._new_item("Printing", description="Ours").with_user(self.champion).copy()
        self.assertEqual(ours._get_team_wording(), "Printing")

    def test_words_written_anew_are_still_somebodys(self):
        subject = "My boss is never there to ask"
        for source in ("kiosk", "email", "systray", "discuss"):
            with self.subTest(source):
                name = subject if source == "email" else RAW
                self.program._log_intake([LogEntry(summary=name, description=RAW, source=source)])
                item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
                item = item.with_user(self.champion)
                item.write({"name": "Printing", "description": "The printer needs care"})
                for text in {name, RAW}:
                    with self.assertRaisesRegex(ValidationError, "own words"):
                        self.program._check_own_words(text)
                    with self.assertRaisesRegex(ValidationError, "own words"):
                        item.public_summary = text
                item.public_summary = "It needs care"

    def test_nobody_reads_what_came_in(self):
        item = self._new_item(RAW, description=RAW, source="kiosk")
        item.description = "The printer needs care"
        for user in (self.champion, self.lead, self.env.ref("base.user_admin")):
            with self.subTest(user.login):
                theirs = item.with_user(user).with_company(self.company)
                self.assertNotIn("original_words", theirs.fields_get())
                with self.assertRaises(AccessError):
                    theirs.read(["original_words"])
                with self.assertRaises(AccessError):
                    theirs.search([("original_words", "like", "boss")])
                with self.assertRaises(UserError):
                    theirs.original_words = "Nothing"

    def test_what_came_in_goes_with_the_words(self):
        item = self._new_item(RAW, description=RAW, source="kiosk")
        item.description = "The printer needs care"
        item._erase_words()
        self.assertNotIn(RAW, item.name)
        self.assertFalse(item.description or item.original_words)
        other = self._new_raw_item()
        other.description = "The printer needs care"
        other._erase_answer(RAW)
        self.assertNotIn(RAW, other.name)
        self.assertEqual((other.description, other.original_words), ("The printer needs care", False))

    def test_an_older_log_keeps_what_stands_there(self):
        raw = self._new_item(RAW, description=RAW, source="kiosk")
        ours = self._new_item("Printing", description="Ours")
        raw.original_words = False
        self.env.flush_all()
        migrate(self.env.cr, "rollout_feedback", "19.0.1.2.0/post-original_words.py")
        self.env.invalidate_all()
        self.assertEqual((raw.original_words, ours.original_words), (RAW, False))

    def test_a_context_puts_nothing_into_what_comes_in(self):
        program = self.program.with_user(self.staff).with_context(default_active=False, default_state="closed")
        program._log_intake([LogEntry(summary="Slow", source="kiosk")])
        item = self.items.search([("program_id", "=", self.program.id)])
        self.assertRecordValues(item, [{"active": True, "state": "new"}])

    def test_a_decision_is_told_in_the_teams_words(self):
        item = self._new_raw_item(phase_id=self.stock.id)
        with self.assertRaises(ValidationError):
            item.with_user(self.stock_champion)._decide("wont_do", f"Somebody wrote: {RAW}.")
        item.with_user(self.lead)._decide("wont_do", "It prints well enough")
        self.assertEqual(item.state, "decided")

    def test_words_merged_into_an_item_are_not_its_own(self):
        item = self._new_item("Printing")
        inner = self._new_item("Labels")
        self._new_item(RAW, description=RAW, source="kiosk")._merge_into(inner)
        inner._merge_into(item)
        with self.assertRaises(ValidationError):
            item.with_user(self.lead).public_summary = RAW

    def test_a_customization_is_named_by_the_team(self):
        item = self._new_raw_item(phase_id=self.stock.id)
        item.with_user(self.lead)._decide("parked", "Let us see")
        request = item.request_id
        self.assertEqual(request.name, "What somebody wrote in the log")
        request.with_user(self.sponsor)._decide("exception", "It can't wait")
        self.assertNotIn(RAW, self._notes(self.stock))

    def test_words_that_stood_in_a_name_go_from_the_phase_and_the_request(self):
        item = self._new_raw_item(phase_id=self.stock.id)
        item.with_user(self.lead)._decide("parked", "Let us see")
        request = item.request_id
        request.name = RAW
        # As it was told before.
        self.stock._post_on_record(f"Exception to the freeze granted for “{RAW}”: It can't wait")
        note = self.stock.message_post(body="The printers are there")
        tracked = item.message_post(body="", message_type="notification")
        self.env["mail.tracking.value"].create(
            {
                "mail_message_id": tracked.id,
                "field_id": self.env["ir.model.fields"]._get(item._name, "public_summary").id,
                "old_value_char": RAW,
            }
        )
        self.assertIn(f"“{RAW}”", self._notes(self.stock))
        item._erase_words()
        self.assertNotIn(RAW, self._notes(self.stock) + self._notes(request) + request.name + request.why)
        self.assertIn("“…”: It can", self._notes(self.stock))
        self.assertIn("The printers are there", note.body)
        self.assertEqual(tracked.sudo().tracking_value_ids.old_value_char, "…")
