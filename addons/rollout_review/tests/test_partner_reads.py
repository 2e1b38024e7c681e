"""The partner reads what the team says, never what staff wrote; and what the partner said stays."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import RAW, TUESDAY, ReviewCase


@tagged("post_install", "-at_install")
class TestPartnerReads(ReviewCase):
    def setUp(self):
        super().setUp()
        self.item = self._new_raw_item(partner_summary="The printer needs care", shared_with_partner=True)
        self.inner = self._new_raw_item()
        self.review = self._prepare()

    def _line(self, item):
        return self.review.line_ids.filtered(lambda line: line.item_id == item)

    def test_no_answer_s_words_in_what_the_partner_reads(self):
        action = {"name": RAW, "owner_id": self.contact.id, "date_deadline": "2026-11-20"}
        comments = self.env["rollout.log.comment"].with_user(self.lead)
        for say in (
            lambda: self.review.write({"notes": f"<p>They say: {RAW}</p>"}),
            lambda: self.review.write({"action_ids": [Command.create(action)]}),
            lambda: self._line(self.item).write({"decision_reason": RAW}),
            lambda: self._line(self.item).write({"partner_summary": RAW}),
            lambda: comments.create({"item_id": self.item.id, "body": RAW}),
            # It could be shared later on.
            lambda: comments.create({"item_id": self.inner.id, "body": RAW.upper()}),
        ):
            with self.assertRaisesRegex(ValidationError, "own words"):
                say()
        line = self._line(self.inner)
        line.decision_reason = RAW
        with self.assertRaisesRegex(ValidationError, "own words"):
            line.partner_summary = "Somebody is unhappy"
        self.review.write({"notes": "<p>We spoke about printers</p>"})
        comments.create({"item_id": self.item.id, "body": "Can you look at it?"})

    def test_no_words_of_another_item_either(self):
        own = self._new_item("Printing").with_user(self.lead)
        comments = self.env["rollout.log.comment"].with_user(self.lead)
        hidden = RAW.replace("boss", "bo\u200bss").replace(" when", ", when")
        for text in (RAW, hidden):
            for say in (
                lambda text=text: comments.create({"item_id": own.id, "body": text}),
                lambda text=text: own.write({"blocked": True, "blocked_reason": text}),
                lambda text=text: own.write({"partner_summary": text}),
                lambda text=text: own.write({"name": text, "partner_summary": "Printing", "shared_with_partner": True}),
            ):
                with self.assertRaisesRegex(ValidationError, "own words"):
                    say()
        self.assertEqual(self._new_item(RAW).name, RAW, "as long as it isn't shared")

    def test_no_words_between_marks_of_another_program_or_alphabet(self):
        other = self.env["rollout.program"].with_user(self.lead).create({"name": "Next year"})
        own = self._new_item("Printing").with_user(self.lead)
        elsewhere = own.copy({"program_id": other.id, "name": "Printing there"})
        marked = RAW.replace("boss", "<b>bo</b>ss").replace("printer", "<a href='https://example.com'>printer</a>")
        for say in (
            lambda: self.review.write({"notes": f"<p>{marked}</p>"}),
            lambda: self.review.write({"notes": f"<p title='{RAW}'>see</p>"}),
            lambda: elsewhere.write({"partner_summary": RAW}),
            lambda: own.write({"partner_summary": RAW.replace("o", "о").replace("e", "е")}),
        ):
            with self.assertRaisesRegex(ValidationError, "own words"):
                say()

    def test_what_happens_is_one_of_the_decisions(self):
        with self.assertRaisesRegex(ValidationError, "choose a decision"):
            self._line(self.item).decision = "nope"

    def test_only_the_partner_s_contacts_come_to_the_reviews(self):
        stranger = self.env["res.partner"].create({"name": "Carol", "email": "carol@rival.example.com"})
        self.program.review_contact_ids += stranger
        self.assertNotIn(stranger, self.program._get_partner_contacts() | self.review._get_recipients())

    def test_an_agenda_that_waits_is_taken_back(self):
        with self._at(TUESDAY - timedelta(hours=3)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        waiting = self.review.sudo()._get_waiting_agendas()
        [theirs] = waiting.filtered(lambda mail: mail.email_to == self.contact.email)
        self.assertIn("The printer needs care", theirs.body_html)
        self.item.action_unshare_with_partner()
        self.assertFalse(waiting.exists())
        with self._at(TUESDAY - timedelta(hours=2)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        again = self.review.sudo()._get_waiting_agendas()
        self.assertEqual(len(again), len(waiting))
        [theirs] = again.filtered(lambda mail: mail.email_to == self.contact.email)
        self.assertNotIn("The printer needs care", theirs.body_html)

    def test_what_is_not_shared_any_more_leaves_the_agenda(self):
        line = self._line(self.item)
        self.assertTrue(line.partner_summary)
        self.item.partner_summary = "The printer needs more care"
        self.item.with_user(self.champion).action_unshare_with_partner()
        self.assertFalse(line.partner_summary)
        self.assertNotIn("needs care", str(self.review._prepare_minutes(for_partner=True)))
        inner = self._line(self.inner)
        inner.partner_summary = "Somebody is unhappy"
        self.inner.with_user(self.champion).action_unshare_with_partner()
        self.assertEqual(inner.partner_summary, "Somebody is unhappy", "it wasn't the item that was shared")

    def test_minutes_keep_what_was_said(self):
        with self._at(TUESDAY):
            self.review.action_close()
        self.item.with_user(self.lead).action_unshare_with_partner()
        self.assertEqual(self._line(self.item).partner_summary, "The printer needs care")

    def test_what_the_partner_said_is_kept(self):
        comment = self.env["rollout.log.comment"]._add_from_partner(self.item, self.contact, "We look at it", False)
        own = self.env["rollout.log.comment"].with_user(self.lead).create({"item_id": self.item.id, "body": "Thanks"})
        with self.assertRaisesRegex(UserError, "is kept"):
            (comment | own).with_user(self.lead).unlink()
        with self.assertRaisesRegex(UserError, "is kept"):
            self.item.with_user(self.lead).partner_comment_ids = [Command.delete(comment.id)]
        own.unlink()
        comment.sudo().unlink()
