from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MONDAY, NEXT_TUESDAY, RAW, TUESDAY, ReviewCase


@tagged("post_install", "-at_install")
class TestReview(ReviewCase):
    def test_meeting_and_agenda(self):
        self._new_item("Old", on=MONDAY - timedelta(days=20))
        blocked = self._new_item("Waits", on=MONDAY, blocked=True, blocked_reason="the partner")
        critical = self._new_item("Stops", on=MONDAY, critical=True)
        self._new_item("Done", on=MONDAY, state="closed")
        review = self._prepare()
        self.assertEqual((review.start, review.week, review.state), (TUESDAY, "2026-W47", "planned"))
        self.assertEqual(review.event_id.partner_ids, self.lead.partner_id | self.contact)
        self.assertEqual(review.event_id.user_id, self.lead)
        self.assertEqual(
            review.line_ids.mapped(lambda line: (line.section, line.name)),
            [("overdue", "Old"), ("blocked", "Waits"), ("new", "Stops")],
        )
        self.assertEqual((review.line_ids.item_id & blocked | critical), blocked | critical)
        self.assertEqual(review.line_ids[1].blocked_reason, "the partner")
        self.assertFalse(review.activity_ids, "the meeting is in the calendar, not on a to-do list")

    def test_attendees_are_invited_once_by_odoo(self):
        self.accounting.sudo().stage_id = self.env["rollout.phase"]._get_stage("live")
        self.program.review_with_sponsor = True
        before = self._get_invitations()
        review = self._prepare()
        invited = (self._get_invitations() - before).mapped("recipient_ids")
        self.assertEqual(
            review.attendee_ids,
            self.lead.partner_id | self.contact | self.sponsor.partner_id | self.champion.partner_id,
        )
        self.assertEqual(invited, review.attendee_ids - self.lead.partner_id, "nobody invites themselves")
        self.assertEqual(len(self._get_invitations() - before), 3)

    def test_new_means_since_the_last_review(self):
        self._new_item("Known", on=MONDAY)
        first = self._prepare()
        with self._at(TUESDAY + timedelta(hours=1)):
            first.action_close()
        self._new_item("Fresh", on=TUESDAY + timedelta(hours=2))
        costly = self._new_item("Costs", on=MONDAY, minutes_lost=90)
        review = self._prepare(TUESDAY + timedelta(hours=3))
        self.assertEqual(review.start, NEXT_TUESDAY)
        self.assertEqual(
            review.line_ids.mapped(lambda line: (line.section, line.name)), [("new", "Fresh"), ("costly", "Costs")]
        )
        costly.minutes_lost = 10
        self.assertEqual(review.line_ids[1].minutes_lost, 90, "a line keeps what was known")

    def test_refresh_until_the_meeting_starts(self):
        item = self._new_item("Slow", on=MONDAY)
        decided = self._new_item("Wrong", on=MONDAY)
        review = self._prepare()
        review.line_ids[1].write({"decision": "training", "decision_reason": "A day"})
        (item | decided).state = "closed"
        late = self._new_item("Late", on=MONDAY)
        with self._at(MONDAY):
            review.action_refresh_agenda()
            self.assertEqual(review.line_ids.item_id, decided | late)
            late.name = "Very late"
            review.action_refresh_agenda()
            self.assertIn("Very late", review.line_ids.mapped("name"))
        with self._at(TUESDAY), self.assertRaisesRegex(UserError, "has begun"):
            review.action_refresh_agenda()

    def test_agenda_takes_the_same_queries_for_many_items(self):
        review = self._prepare()
        costs = []
        for count in (5, 40):
            self.env["rollout.log.item"].create(
                [{"name": f"{count}-{n}", "program_id": self.program.id, "minutes_lost": n} for n in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at(MONDAY):
                review.action_refresh_agenda()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(review.item_count, 45)
        self.assertLessEqual(costs[1], costs[0] + 10)

    def test_decisions_go_to_the_log(self):
        item = self._new_item("Slow", on=MONDAY)
        review = self._prepare()
        line = review.line_ids
        with self.assertRaisesRegex(UserError, "say why"):
            line.action_apply_decision()
        line.write({"decision": "training", "decision_reason": "An hour on Friday"})
        line.action_apply_decision()
        self.assertEqual(
            (item.state, item.decision, item.decision_reason), ("decided", "training", "An hour on Friday")
        )
        self.assertEqual(item.decided_by_id, self.lead)
        self.assertTrue(line.applied)
        for change in (lambda: line.write({"decision": "parked"}), line.unlink, review.unlink):
            with self.assertRaisesRegex(UserError, "already stands"):
                change()

    def test_close_applies_plans_and_mails(self):
        item = self._new_item("Slow", on=MONDAY, partner_summary="It is slow", shared_with_partner=True)
        self._new_raw_item()
        review = self._prepare()
        review.line_ids.filtered(lambda line: line.item_id == item).write(
            {"decision": "configuration", "decision_reason": "Two more workers"}
        )
        review.write(
            {
                "present_ids": [Command.set(self.contact.ids)],
                "notes": "<p>Fine <script>alert(1)</script></p>",
                "action_ids": [
                    Command.create({"name": "Add", "owner_id": self.contact.id, "date_deadline": "2026-11-20"}),
                    Command.create(
                        {"name": "Tell", "owner_id": self.sponsor.partner_id.id, "date_deadline": "2026-11-21"}
                    ),
                ],
            }
        )
        with self._at(TUESDAY + timedelta(hours=1)):
            review.action_close()
        self.assertEqual((item.state, review.state, review.closed_by_id), ("decided", "closed", self.lead))
        self.assertEqual(
            review.activity_ids.sorted("date_deadline").mapped(lambda each: (each.summary, each.user_id)),
            [("Consultant: Add", self.lead), ("Tell", self.sponsor)],
        )
        self.assertEqual(len(self._get_ledger("review_minutes")), 2)
        mails = self.env["mail.mail"].search([("subject", "like", "Minutes")])
        by_address = {mail.email_to: mail.body_html for mail in mails}
        self.assertEqual(by_address.keys(), {"lead@launching.example.com", "consultant@partner.example.com"})
        for body in by_address.values():
            self.assertNotIn(RAW, body)
            self.assertNotIn("<script", body)
            for text in ("It is slow", "Configuration", "Two more workers", "Add", "Tell"):
                self.assertIn(text, body)
        self.assertIn("stays with the team", by_address["lead@launching.example.com"])
        self.assertNotIn("stays with the team", by_address["consultant@partner.example.com"])
        review._queue_mails("rollout_review.review_minutes")
        self.assertEqual(self.env["mail.mail"].search_count([("subject", "like", "Minutes")]), 2)

    def test_minutes_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"].search([("name", "in", ("base", "rollout_review"))])._update_translations(
            ["th_TH"]
        )
        self.contact.lang = "th_TH"
        self.contact.flush_recordset()
        review = self._prepare()
        with self._at(TUESDAY):
            review.action_close()
        mails = self.env["mail.mail"].search([("email_to", "=", "consultant@partner.example.com")])
        self.assertRegex(mails[0].subject, "[ก-๙]")
        self.assertRegex(mails[0].body_html, "ไม่มี")
        for shown in (mails[0].subject + mails[0].body_html, review.with_context(lang="th_TH").display_name):
            self.assertIn("2569", shown)
            self.assertNotIn("2026", shown)
        other = self.env["mail.mail"].search([("email_to", "=", "lead@launching.example.com")])
        self.assertIn("Minutes", other[0].subject)

    def test_closed_reviews_never_change(self):
        item = self._new_item("Slow", on=MONDAY)
        review = self._prepare()
        review.action_ids = [
            Command.create({"name": "Add", "owner_id": self.contact.id, "date_deadline": "2026-11-20"})
        ]
        with self._at(TUESDAY):
            review.action_close()
        for change in (
            lambda: review.write({"notes": "Different"}),
            lambda: review.write({"present_ids": [Command.clear()]}),
            lambda: review.line_ids.write({"decision": "parked"}),
            review.line_ids.unlink,
            lambda: review.action_ids.write({"name": "Else"}),
            review.action_ids.unlink,
            lambda: review.line_ids.create({"review_id": review.id, "item_id": self._new_item("More").id}),
            lambda: review.action_ids.create(
                {"review_id": review.id, "name": "x", "owner_id": self.contact.id, "date_deadline": "2026-11-20"}
            ),
            review.unlink,
            review.action_close,
            review.action_cancel,
            review.action_refresh_agenda,
        ):
            with self.assertRaises(UserError):
                change()
        review.event_id.start = review.start + timedelta(days=2)
        self.assertEqual(review.start, TUESDAY, "it was held when it was held")
        item.unlink()
        self.assertEqual(review.line_ids.name, "Slow")
        review.message_post(body="Talking about it is fine")

    def test_a_review_is_closed_once_it_was_held(self):
        review = self._prepare()
        # Two minutes before and after midnight in Bangkok.
        with (
            self._at(TUESDAY.replace(hour=16, minute=58) - timedelta(days=1)),
            self.assertRaisesRegex(UserError, "once it was held"),
        ):
            review.action_close()
        with self._at(TUESDAY.replace(hour=17, minute=2) - timedelta(days=1)):
            review.action_close()
        self.assertEqual(review.state, "closed")
        values = {"review_id": review.id, "name": RAW, "owner_id": self.contact.id, "date_deadline": "2026-11-20"}
        self._new_raw_item()
        with self.assertRaisesRegex(UserError, "is over"):
            review.action_ids.create(values)

    def test_a_meeting_takes_a_day_at_most(self):
        for hours in (0, -1, 25):
            values = {"program_id": self.program.id, "start": datetime(2026, 12, 24), "duration": hours}
            with self.subTest(hours), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.env["rollout.review"].with_user(self.lead).create(values)

    def test_nobody_who_may_not_enter_the_company_takes_part(self):
        foreigner = self.stranger.partner_id
        reviews = self.env["rollout.review"].with_user(self.lead)
        values = {"program_id": self.program.id, "start": datetime(2026, 12, 24)}
        with self.assertRaisesRegex(ValidationError, "may not enter"):
            reviews.create({**values, "attendee_ids": [Command.set(foreigner.ids)]})
        review = self._prepare()
        with self.assertRaisesRegex(ValidationError, "may not enter"):
            review.event_id.with_user(self.lead).partner_ids = [Command.link(foreigner.id)]
        # They could when they were invited, and the company was taken from them since then.
        review.sudo().attendee_ids += foreigner
        self.assertNotIn(foreigner, review._get_recipients())
        self.program.review_contact_ids = foreigner
        self.assertNotIn(foreigner, self.program._get_review_attendees())

    def test_moving_the_meeting_moves_the_review(self):
        review = self._prepare()
        with self.assertRaisesRegex(UserError, "in the calendar"):
            review.start = NEXT_TUESDAY
        with self._at(MONDAY):
            review.event_id.with_user(self.lead).write(
                {"start": TUESDAY + timedelta(hours=5), "partner_ids": [Command.link(self.sponsor.partner_id.id)]}
            )
        self.assertEqual((review.start, review.week), (TUESDAY + timedelta(hours=5), "2026-W47"))
        self.assertIn(self.sponsor.partner_id, review.attendee_ids)
        review.event_id.sudo().unlink()
        self.assertTrue(review.start and review.attendee_ids, "the review survives its meeting")

    def test_by_hand(self):
        self._new_item("Slow", on=MONDAY)
        with self._at(MONDAY):
            action = self.program.with_user(self.lead).action_prepare_review()
            again = self.program.with_user(self.lead).action_prepare_review()
        self.assertEqual(action["res_id"], again["res_id"])
        with self._at(NEXT_TUESDAY), Form(self.env["rollout.review"].with_user(self.lead)) as form:
            form.program_id = self.program
            self.assertEqual(form.start, NEXT_TUESDAY + timedelta(days=7))
        self.assertEqual(form.record.week, "2026-W49")
        self.assertEqual(form.record.item_count, 1)

    def test_added_by_hand(self):
        review = self._prepare()
        item = self._new_item("Settled", state="decided")
        review.line_ids = [Command.create({"item_id": item.id})]
        self.assertEqual(review.line_ids.mapped(lambda line: (line.section, line.name)), [("added", "Settled")])
        elsewhere = self.program.copy({"name": "Elsewhere"})
        foreign = self.env["rollout.log.item"].create({"name": "Foreign", "program_id": elsewhere.id})
        with self.assertRaisesRegex(ValidationError, "another program"):
            review.line_ids = [Command.create({"item_id": foreign.id})]

    def test_call_off(self):
        review = self._prepare()
        with self._at(MONDAY):
            action = review.action_cancel()
            self.assertEqual(action["res_model"], "calendar.popover.delete.wizard")
            self.assertEqual(self.program._prepare_review(), review, "this week's is off, and stays so")

    def test_a_time_that_does_not_exist(self):
        for values in ({"review_hour": 24}, {"review_duration": 0}, {"standup_hour": -1}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.program.write(values)
                self.program.flush_recordset()

    def test_clients_set_nothing_that_buttons_set(self):
        item = self._new_item("Slow", on=MONDAY)
        review = self._prepare()
        for values in ({"state": "closed"}, {"week": "2020-W01"}, {"event_id": False}, {"closed_by_id": 1}):
            with self.assertRaises(UserError):
                review.write(values)
        line = review.line_ids
        for values in ({"applied": True}, {"name": "x"}, {"section": "added"}, {"item_id": False}, {"wording": "x"}):
            with self.assertRaises(UserError):
                line.write(values)
        for field, value in (("state", "closed"), ("week", "2020-W01")):
            model = self.env["rollout.review"].with_user(self.lead)
            values = {"program_id": self.program.id, "start": datetime(2026, 12, 24)}
            with self.assertRaises(UserError):
                model.create({**values, field: value})
            with self.assertRaises(UserError):
                model.with_context(**{f"default_{field}": value}).create(values)
        own = {"review_id": review.id, "item_id": self._new_item("More").id}
        for field, value in (("section", "overdue"), ("name", "Forged"), ("applied", True)):
            with self.assertRaisesRegex(UserError, "keeps its item"):
                line.create({**own, field: value})
            with self.assertRaisesRegex(UserError, "keeps its item"):
                line.with_context(**{f"default_{field}": value}).create(own)
        added = line.create(own)
        self.assertEqual((added.applied, added.section, added.name), (False, "added", "More"))
        self.assertEqual(item.state, "new")

    def test_closing_is_on_record_whoever_asks_for_silence(self):
        review = self._prepare().with_context(tracking_disable=True, mail_notrack=True)
        self._commit()
        before = review.message_ids
        with self._at(TUESDAY):
            review.action_close()
        self._commit()
        changes = (review.message_ids - before).sudo().tracking_value_ids
        self.assertEqual(changes.mapped("new_value_char"), ["Closed"])

    def _commit(self):
        """Do what Odoo does before a commit: changes are told then, and none of what has just been made."""
        self.env.flush_all()
        self.cr.precommit.run()

    def test_the_partner_s_people_open_no_record(self):
        self._prepare()
        for user in (self.consultant, self.rival):
            for model in ("rollout.review", "rollout.review.item", "rollout.review.action", "rollout.log.comment"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_count([])

    def test_owner_moves(self):
        review = self._prepare()
        line_values = {"review_id": review.id, "item_id": self._new_item("x").id}
        with self.assertRaises(AccessError):
            self.env["rollout.review.item"].with_user(self.stranger).create(line_values)
        with self.assertRaises(AccessError):
            self.env["rollout.review"].with_user(self.stranger).create(
                {"program_id": self.program.id, "start": datetime(2026, 12, 24)}
            )
