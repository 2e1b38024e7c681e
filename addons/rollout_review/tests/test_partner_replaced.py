from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, RAW, TUESDAY
from .common_portal import PartnerPortalCase

CLAIMS = "Claims against Steady are prepared"
PRICE = "We do it for 4,000"


@tagged("post_install", "-at_install")
class TestPartnerReplaced(PartnerPortalCase):
    """What was said to one partner stays with them; a change of partner asks the lead."""

    def setUp(self):
        super().setUp()
        self.new = self.rival.partner_id
        self.new_firm = self.new.parent_id
        self.new_firm.email = "team@rival.example.com"
        comments = self.env["rollout.log.comment"]
        comments._add_from_partner(self.raw, self.contact, PRICE, False)
        comments.with_user(self.lead).create({"item_id": self.raw.id, "body": "Too dear"})

    def _replace(self, moment=MONDAY, partner=None):
        with self._at(moment):
            self.program.with_user(self.lead).partner_id = partner or self.new_firm

    def _recipients(self, review):
        return set(review._get_recipients().mapped("email"))

    def test_the_old_partner_gets_no_agenda_and_no_minutes(self):
        review = self._prepare()
        event = review.event_id
        sent = self._get_invitations()
        self._replace()
        self.assertEqual(self._recipients(review), {"lead@launching.example.com", "team@rival.example.com"})
        self.assertEqual(review.attendee_ids, self.lead.partner_id | self.new_firm)
        self.assertNotEqual(review.event_id, event, "a meeting whose address and call the old partner doesn't know")
        self.assertFalse(event.exists())
        invitations = self._get_invitations() - sent
        self.assertIn(self.new_firm, invitations.recipient_ids)
        self.assertNotIn(self.contact, invitations.recipient_ids)
        self.assertNotIn(self.contact.name, "".join(invitations.mapped("body_html")))
        called_off = self.env["mail.mail"].search([("recipient_ids", "in", self.contact.ids)]) - sent
        self.assertIn("canceled", "".join(called_off.mapped("body_html")), "the old partner's meeting is called off")
        with self._at(TUESDAY - timedelta(hours=2)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        with self._at(TUESDAY + timedelta(hours=1)):
            review.with_user(self.lead).notes = f"<p>{CLAIMS}</p>"
            review.with_user(self.lead).action_close()
        mails = self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])
        self.assertEqual(
            set(mails.mapped("email_to")) - {"consultant@partner.example.com"},
            {"lead@launching.example.com", "team@rival.example.com"},
        )
        for mail in mails.filtered(lambda mail: "consultant" in mail.email_to):
            self.assertIn("comment", mail.subject, "of the time before")

    def test_agenda_already_out(self):
        review = self._prepare()
        with self._at(TUESDAY - timedelta(hours=3)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        self._replace(TUESDAY - timedelta(hours=2))
        with self._at(TUESDAY - timedelta(hours=1)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        agendas = self.env["mail.mail"].search([("subject", "like", "Agenda")])
        [late] = agendas.filtered(lambda mail: mail.email_to == "team@rival.example.com")
        self.assertNotIn(self.raw.partner_summary, late.body_html)
        self.assertEqual(self._recipients(review), {"lead@launching.example.com", "team@rival.example.com"})

    def test_an_agenda_that_has_not_left_is_recalled(self):
        self._prepare()
        with self._at(TUESDAY - timedelta(hours=3)):
            self._run_cron("rollout_review.ir_cron_send_agendas")
        [mail] = self.env["mail.mail"].search([("email_to", "=", self.contact.email), ("subject", "like", "Agenda")])
        self.assertEqual(mail.state, "outgoing")
        self._replace(TUESDAY - timedelta(hours=2))
        self.assertEqual(mail.state, "cancel")

    def test_a_meeting_that_was_held_stays_with_its_partner(self):
        review = self._prepare()
        self._replace(TUESDAY + timedelta(hours=1))
        self.assertEqual(self._recipients(review), {"lead@launching.example.com", "consultant@partner.example.com"})
        with self._at(TUESDAY + timedelta(hours=2)):
            review.with_user(self.lead).action_close()
        self.assertFalse(self.env["mail.mail"].search([("email_to", "like", "rival")]))
        minutes = self.env["mail.mail"].search([("subject", "like", "Minutes")])
        self.assertIn("consultant@partner.example.com", minutes.mapped("email_to"))

    def test_what_was_prepared_for_the_old_partner_is_set_aside(self):
        review = self._prepare()
        line = review.line_ids.filtered(lambda line: line.item_id == self.raw)
        self.assertEqual(line.partner_summary, self.raw.partner_summary)
        hidden = review.line_ids.filtered(lambda line: line.item_id == self.own)
        hidden.partner_summary = "Steady owes us an answer"
        review.notes = f"<p>{CLAIMS}</p>"
        review.action_ids = [
            Command.create({"name": "Send the bill", "owner_id": self.contact.id, "date_deadline": "2026-12-01"})
        ]
        self._replace()
        self.assertFalse(line.partner_summary or hidden.partner_summary or review.notes or review.action_ids)
        kept = review.message_ids[0]
        for text in ("Steady owes us an answer", CLAIMS, "Send the bill"):
            self.assertIn(text, kept.body)
        self.assertTrue(kept.subtype_id.internal)
        minutes = str(review._prepare_minutes(for_partner=True))
        self.assertNotIn("Steady", minutes)

    def test_the_new_partner_reads_nothing_of_the_old_one(self):
        with self._at(MONDAY - timedelta(days=7)):
            earlier = self.program._prepare_review()
        with self._at(TUESDAY - timedelta(days=7, hours=-1)):
            earlier.notes = f"<p>{CLAIMS}</p>"
            earlier.with_user(self.lead).action_close()
        planned = self._prepare()
        self._replace()
        self._get(status=404)
        self.authenticate("review_rival", "review_rival")
        page = self._get()
        self.assertNotIn(self.raw.partner_summary, page)
        for item in (self.raw, self.shared, self.own):
            self._get(f"/items/{item.id}", status=404)
        self._get(f"/reviews/{earlier.id}", status=404)
        self.assertNotIn(f"/reviews/{earlier.id}", self._get("/reviews"))
        self.assertIn(f"/reviews/{planned.id}", self._get("/reviews"))
        self.assertNotIn(self.raw.partner_summary, self._get(f"/reviews/{planned.id}"))
        self.raw.with_user(self.lead).action_share_with_partner()
        page = self._get(f"/items/{self.raw.id}")
        self.assertIn("The printer needs care", page)
        self.assertNotIn(PRICE, page)
        self.assertNotIn("Too dear", page)
        self.env["rollout.log.comment"].with_user(self.lead).create({"item_id": self.raw.id, "body": "Welcome"})
        self.assertIn("Welcome", self._get(f"/items/{self.raw.id}"))
        mail = self.env["mail.mail"].search([("body_html", "like", "Welcome")])
        self.assertEqual(mail.mapped("email_to"), ["team@rival.example.com"])

    def test_changed_back(self):
        self._replace()
        self.raw.with_user(self.lead).action_share_with_partner()
        self.env["rollout.log.comment"]._add_from_partner(self.raw, self.new, "Half of it", False)
        self._replace(partner=self.partner)
        page = self._get(f"/items/{self.raw.id}")
        self.assertIn(PRICE, page)
        self.assertNotIn("Half of it", page)
        self.assertIn("Returns", self._get(), "what was shared with them is there again")
        self.raw.with_user(self.lead).action_unshare_with_partner()
        self._get(f"/items/{self.raw.id}", status=404)
        self._replace()
        self.assertTrue(self.raw.shared_with_partner, "that was between them and the other one")

    def test_the_lead_is_asked(self):
        self._replace()
        task = self.program.activity_ids
        self.assertEqual(task.user_id, self.lead)
        self.assertIn("Rival Ltd", task.summary)
        self.assertIn("Steady Steps", task.note)
        program = self.program.with_user(self.lead)
        program.invalidate_recordset()
        self.assertEqual(program.unshared_count, 2)
        action = program.action_view_unshared()
        found = self.env["rollout.log.item"].with_user(self.lead).search(action["domain"])
        self.assertEqual(found, self.raw | self.shared)
        found.action_share_with_partner()
        program.invalidate_recordset()
        self.assertEqual(program.unshared_count, 0)

    def test_nothing_to_hand_over(self):
        (self.raw | self.shared).with_user(self.lead).action_unshare_with_partner()
        self._replace()
        self.assertFalse(self.program.activity_ids)

    def test_another_contact_of_the_same_firm_is_no_change(self):
        review = self._prepare()
        event = review.event_id
        self._replace(partner=self.contact)
        self.assertTrue(self.raw.shared_with_partner)
        self.assertEqual(review.event_id, event)
        self.assertIn(PRICE, self._get(f"/items/{self.raw.id}"))
        self.assertFalse(self.program.activity_ids)

    def test_the_first_partner_gets_what_was_shared_before(self):
        self.program.partner_id = False
        self.assertFalse(self.raw.shared_with_partner, "that was for another one")
        early = self._new_item("Early", partner_summary="Early", shared_with_partner=True)
        self.assertTrue(early.shared_with_partner)
        self._replace()
        self.assertEqual(early.shared_partner_ids, self.new_firm)
        self.assertTrue(early.shared_with_partner)
        self.assertFalse(self.raw.shared_with_partner)

    def test_an_item_that_moves_to_another_program(self):
        elsewhere = self.program.copy({"name": "Elsewhere", "partner_id": self.new_firm.id})
        self.raw.program_id = elsewhere
        self.assertFalse(self.raw.shared_with_partner)
        self.authenticate("review_rival", "review_rival")
        self._get(f"/items/{self.raw.id}", status=404, base=f"/my/rollout/{elsewhere.id}")

    def test_nobody_of_the_old_partner_follows(self):
        for record in (self.program, self.accounting, self.raw):
            record.message_subscribe((self.contact | self.lead.partner_id).ids)
        self._replace()
        for record in (self.program, self.accounting, self.raw):
            self.assertNotIn(self.contact, record.message_partner_ids)
            self.assertIn(self.lead.partner_id, record.message_partner_ids)

    def test_guests_of_the_company_stay_invited(self):
        review = self._prepare()
        guest = self.env["res.partner"].create({"name": "Guest", "email": "guest@elsewhere.example.com"})
        colleague = self.env["res.partner"].create({"name": "Second", "parent_id": self.partner.id, "email": "b@c.de"})
        review.event_id.partner_ids += guest | colleague
        self._replace()
        self.assertEqual(review.attendee_ids, self.lead.partner_id | self.new_firm | guest)

    def test_clients_set_nothing_of_it(self):
        with self.assertRaises(UserError):
            self.raw.with_user(self.lead).shared_partner_ids = self.new_firm
        review = self._prepare()
        with self.assertRaises(UserError):
            review.with_user(self.lead).partner_id = self.new_firm
        self.assertEqual(review.partner_id, self.partner)
        comment = self.env["rollout.log.comment"].with_user(self.lead)
        with self.assertRaises(UserError):
            comment.create({"item_id": self.raw.id, "body": "x", "partner_id": self.new_firm.id})
        self.assertEqual(comment.create({"item_id": self.raw.id, "body": "x"}).partner_id, self.partner)
        self.assertNotIn(RAW, self._get())


@tagged("post_install", "-at_install")
class TestMeetingsFollowPeople(PartnerPortalCase):
    """Who is invited follows who leads, sponsors, champions, and speaks for the partner."""

    def setUp(self):
        super().setUp()
        self.other = self._new_user("other", "rollout_phase.group_rollout_lead")
        self.colleague = self.env["res.partner"].create(
            {"name": "Colleague", "parent_id": self.partner.id, "email": "colleague@partner.example.com"}
        )

    def test_a_new_lead(self):
        review = self._prepare()
        with self._at(MONDAY):
            self.program.with_user(self.lead).lead_id = self.other
        self.assertEqual(review.attendee_ids, self.other.partner_id | self.contact)
        self.assertEqual(review.event_id.user_id, self.other)
        self.assertIn("other@launching.example.com", review._get_recipients().mapped("email"))

    def test_the_lead_leaves(self):
        review = self._prepare()
        with self._at(MONDAY):
            self.lead.action_archive()
        self.assertEqual(review.attendee_ids, self.other.partner_id | self.contact)
        self.assertEqual(review.event_id.user_id, self.other, "who stands in runs it")
        self.assertNotIn("lead@launching.example.com", review._get_recipients().mapped("email"))
        self.accounting.gate_check_ids.mandatory = False
        with self._at(MONDAY):
            self.accounting.with_user(self.other).action_go_live()
        self.assertEqual(self.accounting.standup_event_ids.user_id, self.other)

    def test_a_new_sponsor(self):
        self.program.review_with_sponsor = True
        review = self._prepare()
        self.assertIn(self.sponsor.partner_id, review.attendee_ids)
        with self._at(MONDAY):
            self.program.sponsor_id = self.staff
        self.assertEqual(review.attendee_ids, self.lead.partner_id | self.contact | self.staff.partner_id)

    def test_followers(self):
        self.program.message_subscribe((self.lead | self.sponsor).partner_id.ids)
        self.program.write({"lead_id": self.other.id, "sponsor_id": self.staff.id})
        self.assertFalse(self.program.message_partner_ids & (self.lead | self.sponsor).partner_id)
        new = (self.other | self.staff).partner_id
        self.assertEqual(self.program.message_partner_ids & new, new)

    def test_stand_ups_follow(self):
        self.accounting.gate_check_ids.mandatory = False
        with self._at(MONDAY):
            self.accounting.with_user(self.lead).action_go_live()
            sent = self._get_invitations()
            self.program.lead_id = self.other
            standups = self.accounting.standup_event_ids
            self.assertEqual(standups.partner_ids, (self.other | self.champion).partner_id)
            self.assertEqual(standups.user_id, self.other)
            self.assertLessEqual(len(self._get_invitations() - sent), 1, "one mail for the series")
            self.accounting.champion_ids.employee_id.active = False
            self.assertEqual(standups.partner_ids, self.other.partner_id)
            employee = self._new_employee("newcomer", self.accounting.department_id, user_id=self.staff.id)
            self.env["rollout.champion"].create({"phase_id": self.accounting.id, "employee_id": employee.id})
            self.assertEqual(standups.partner_ids, (self.other | self.staff).partner_id)

    def test_the_only_contact_is_archived(self):
        review = self._prepare()
        with self._at(MONDAY):
            self.consultant.action_archive()
            self.contact.action_archive()
        self.assertEqual(
            set(review._get_recipients().mapped("email")), {"lead@launching.example.com", "team@steady.example.com"}
        )
        self.assertEqual(review.with_context(active_test=False).attendee_ids, self.lead.partner_id | self.partner)
        self.assertRegex(self.program.people_warning, "Consultant of Steady Steps can't be reached")
        self.program.review_contact_ids = self.colleague
        self.assertFalse(self.program.people_warning)

    def test_the_only_contact_comes_back(self):
        review = self._prepare()
        with self._at(MONDAY):
            self.consultant.action_archive()
            self.assertEqual(review.attendee_ids, self.lead.partner_id | self.partner)
            self.consultant.action_unarchive()
            self.assertEqual(review.attendee_ids, self.lead.partner_id | self.contact)

    def test_the_contact_s_login_is_archived(self):
        self.program.review_contact_ids += self.colleague
        review = self._prepare()
        with self._at(MONDAY):
            self.consultant.action_archive()
        self.assertEqual(review.attendee_ids, self.lead.partner_id | self.colleague)
        self.assertFalse(self.program.people_warning)

    def test_the_contact_changes_to_another_firm(self):
        review = self._prepare()
        with self._at(MONDAY):
            self.contact.parent_id = self.rival.partner_id.parent_id
        self.assertEqual(
            set(review._get_recipients().mapped("email")), {"lead@launching.example.com", "team@steady.example.com"}
        )

    def test_another_contact_is_named(self):
        review = self._prepare()
        with self._at(MONDAY):
            self.program.with_user(self.lead).review_contact_ids = self.colleague
        self.assertEqual(review.attendee_ids, self.lead.partner_id | self.colleague)
        self.assertEqual(
            set(review._get_recipients().mapped("email")),
            {"lead@launching.example.com", "colleague@partner.example.com"},
        )
