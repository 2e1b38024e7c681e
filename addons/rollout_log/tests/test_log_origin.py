from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import RAW, LogCase


@tagged("post_install", "-at_install")
class TestLogOrigin(LogCase):
    """Where an item came from stays with it, and with it who may read its words."""

    def test_nobody_says_where_an_item_came_from(self):
        item = self._new_item("Slow").with_user(self.lead)
        items = self.items.with_user(self.lead)
        plain = {"name": "Slow", "program_id": self.program.id}
        forged = {
            "source": "other",
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
        rows = [["Slow", str(self.program.id), "Discuss"]]
        [message] = items.load(["name", "program_id/.id", "source"], rows)["messages"]
        self.assertIn("“Source” isn't set by hand", message["message"])
        self.assertTrue(items.load(["name", "program_id/.id"], [rows[0][:2]])["ids"])

    def test_words_do_not_become_the_teams(self):
        for source in ("other", "discuss"):
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
        for source in ("other", "discuss"):
            with self.subTest(source):
                self.program._log_intake([LogEntry(summary=RAW, description=RAW, source=source)])
                item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
                item = item.with_user(self.champion)
                item.write({"name": "Printing", "description": "The printer needs care"})
                with self.assertRaisesRegex(ValidationError, "own words"):
                    self.program._check_own_words(RAW)

    def test_nobody_reads_what_came_in(self):
        item = self._new_item(RAW, description=RAW, source="discuss")
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
        item = self._new_item(RAW, description=RAW, source="discuss")
        item.description = "The printer needs care"
        item._erase_words()
        self.assertNotIn(RAW, item.name)
        self.assertFalse(item.description or item.original_words)
        other = self._new_raw_item()
        other.description = "The printer needs care"
        other._erase_answer(RAW)
        self.assertNotIn(RAW, other.name)
        self.assertEqual((other.description, other.original_words), ("The printer needs care", False))

    def test_a_context_puts_nothing_into_what_comes_in(self):
        program = self.program.with_user(self.staff).with_context(default_active=False, default_state="closed")
        program._log_intake([LogEntry(summary="Slow", source="discuss")])
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
        self._new_item(RAW, description=RAW, source="discuss")._merge_into(inner)
        inner._merge_into(item)
        with self.assertRaises(ValidationError):
            self.program._check_own_words(RAW)

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
        # As older databases have it: the name of the request in the sentence.
        self.stock._post_on_record(f"Exception to the freeze granted for “{RAW}”: It can't wait")
        note = self.stock.message_post(body="The printers are there")
        tracked = item.message_post(body="", message_type="notification")
        self.env["mail.tracking.value"].create(
            {
                "mail_message_id": tracked.id,
                "field_id": self.env["ir.model.fields"]._get(item._name, "description").id,
                "old_value_text": RAW,
            }
        )
        self.assertIn(f"“{RAW}”", self._notes(self.stock))
        item._erase_words()
        self.assertNotIn(RAW, self._notes(self.stock) + self._notes(request) + request.name + request.why)
        self.assertIn("“…”: It can", self._notes(self.stock))
        self.assertIn("The printers are there", note.body)
        self.assertEqual(tracked.sudo().tracking_value_ids.old_value_text, "…")
