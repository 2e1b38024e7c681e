from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import RAW, ReviewCase


@tagged("post_install", "-at_install")
class TestSharedItems(ReviewCase):
    """What the partner is to read of an item, and what becomes of an item that the partner knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.items = cls.env["rollout.log.item"]
        cls.stock_champion = cls._new_user("stock_champion", "rollout_phase.group_rollout_champion")
        employee = cls._new_employee("Stockchampion", cls.stock.department_id, user_id=cls.stock_champion.id)
        cls.env["rollout.champion"].create({"phase_id": cls.stock.id, "employee_id": employee.id})

    def test_nobody_says_by_hand_with_whom_it_was_shared(self):
        item = self._new_item("Slow").with_user(self.lead)
        plain = {"name": "Slow", "program_id": self.program.id}
        name, value = "shared_partner_ids", [(4, self.partner.id)]
        with self.assertRaises(UserError):
            item.write({name: value})
        with self.assertRaises(UserError):
            item.create({**plain, name: value})
        with self.assertRaises(UserError):
            item.with_context(**{f"default_{name}": value}).create(plain)

    def test_words_do_not_become_the_teams_on_their_way_to_the_partner(self):
        item = self._new_item(RAW, description=RAW, source="other").with_user(self.champion)
        with self.assertRaisesRegex(UserError, "Write first"):
            item.action_share_with_partner()
        ours = self._new_item("Printing", description="Ours").with_user(self.champion).copy()
        ours.action_share_with_partner()
        self.assertEqual(ours.partner_summary, "Printing")

    def test_words_written_anew_are_still_somebodys(self):
        self.program._log_intake([LogEntry(summary=RAW, description=RAW)])
        item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
        item = item.with_user(self.champion)
        item.write({"name": "Printing", "description": "The printer needs care"})
        with self.assertRaisesRegex(ValidationError, "own words"):
            item.write({"partner_summary": RAW, "shared_with_partner": True})
        item.write({"partner_summary": "It needs care", "shared_with_partner": True})

    def test_words_merged_into_an_item_are_not_its_own(self):
        item = self._new_item("Printing")
        inner = self._new_item("Labels")
        self._new_item(RAW, description=RAW, source="other")._merge_into(inner)
        inner._merge_into(item)
        with self.assertRaises(ValidationError):
            item.with_user(self.lead).write({"partner_summary": RAW, "shared_with_partner": True})

    def test_a_context_puts_nothing_into_what_comes_in(self):
        program = self.program.with_user(self.staff).with_context(
            default_partner_summary=RAW, default_shared_with_partner=True
        )
        program._log_intake([LogEntry(summary="Slow")])
        item = self.items.search([("program_id", "=", self.program.id)])
        self.assertRecordValues(item, [{"partner_summary": False, "shared_with_partner": False}])

    def test_a_decision_is_told_in_the_teams_words(self):
        item = self._new_raw_item(partner_summary="Printing", shared_with_partner=True, phase_id=self.stock.id)
        with self.assertRaises(ValidationError):
            item.with_user(self.stock_champion)._decide("wont_do", f"Somebody wrote: {RAW}.")
        item.with_user(self.lead)._decide("wont_do", "It prints well enough")
        self.assertEqual(item.state, "decided")

    def test_an_older_decision_in_somebodys_words_is_not_shared(self):
        item = self._new_raw_item(partner_summary="Printing")
        item.write({"state": "decided", "decision": "wont_do", "decision_reason": RAW})
        with self.assertRaises(ValidationError):
            item.with_user(self.lead).action_share_with_partner()

    def test_a_customization_is_named_in_the_words_for_the_partner(self):
        item = self._new_raw_item(phase_id=self.stock.id, partner_summary="Printing\nIn two lines")
        item.with_user(self.lead)._decide("parked", "Let us see")
        request = item.request_id
        self.assertEqual(request.name, "Printing")
        request.with_user(self.sponsor)._decide("exception", "It can't wait")
        self.assertNotIn(RAW, str(self.stock.message_ids.mapped("body")))

    def test_what_the_partner_was_shown_is_not_deleted(self):
        shared = self._new_item("Labels", partner_summary="Printing", shared_with_partner=True).with_user(self.lead)
        hidden = shared.copy({"partner_summary": "Printing", "shared_with_partner": True})
        hidden.sudo().shared_partner_ids = self.rival.partner_id.parent_id
        self.assertFalse(hidden.shared_with_partner, "an earlier one was shown it")
        for item in (shared, hidden):
            with self.assertRaisesRegex(UserError, "or shared with the partner"):
                item.unlink()
        plain = self._new_item("Labels").with_user(self.lead)
        plain.unlink()
        self.assertFalse(plain.exists())

    def test_changes_are_tracked_whatever_the_context_says(self):
        item = self._new_item("Labels", phase_id=self.accounting.id)
        self._end_transaction()
        silent = item.with_user(self.lead).with_context(tracking_disable=True, mail_notrack=True)
        silent.blocked = True
        self._assert_tracked(item, "blocked")
        silent.write({"partner_summary": "Printing", "shared_with_partner": True})
        self._assert_tracked(item, "shared_with_partner")

    def _end_transaction(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _assert_tracked(self, record, name):
        self._end_transaction()
        self.assertIn(name, record.message_ids.sudo().tracking_value_ids.field_id.mapped("name"))

    def test_words_that_go_from_an_item_go_from_agendas(self):
        item = self._new_raw_item(critical=True)
        review = self.env["rollout.review"].create({"program_id": self.program.id})
        self.assertEqual(review.line_ids.name, RAW)
        review.line_ids.sudo().wording = RAW
        item._erase_words()
        self.assertNotIn(RAW, review.line_ids.name + review.line_ids.wording)
        self.assertEqual(review.line_ids.item_id, item)
