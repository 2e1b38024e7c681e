"""Meetings of the launch are the launch's: in the calendar, too, not everybody may change or see them."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.rollout_phase.tests.common_clock import ClockCase

from .common import MONDAY, TUESDAY, ReviewCase


class MeetingCase(ReviewCase):
    def setUp(self):
        super().setUp()
        self.item = self._new_item("Slow", on=MONDAY, partner_summary="It is slow", shared_with_partner=True)
        self.inner = self._new_item("Among ourselves", on=MONDAY)
        self.review = self._prepare().with_env(self.env)
        self.event = self.review.event_id
        self.foreigner = self._new_user("foreigner", "base.group_user", company=self.other_company)
        self.outsider = self.env["res.partner"].create({"name": "Carol", "email": "carol@rival.example.com"})

    def _close(self):
        """Close the review with the lead's button, and return the minutes by address."""
        with self._at(TUESDAY + timedelta(hours=1)):
            self.review.with_user(self.lead).action_close()
        mails = self.env["mail.mail"].search([("subject", "like", "Minutes")])
        return {mail.email_to: mail.body_html for mail in mails}

    def _go_live(self):
        self.accounting.gate_check_ids.mandatory = False
        with self._at(MONDAY):
            self.accounting.with_user(self.lead).action_go_live()
        return self.accounting.standup_event_ids.sorted("start")


@tagged("post_install", "-at_install")
class TestLaunchMeetings(MeetingCase):
    """Who may change them, and who may see them."""

    def test_only_those_who_may_change_the_review_change_its_meeting(self):
        partners, start = self.event.partner_ids, self.event.start
        for user in (self.staff, self.champion, self.sponsor, self.foreigner, self.stranger):
            event = self.event.with_user(user)
            for change in (
                lambda event=event: event.write({"partner_ids": [Command.link(self.outsider.id)]}),
                lambda event=event: event.write({"attendee_ids": [Command.clear()]}),
                lambda event=event: event.write({"start": start - timedelta(days=1)}),
                lambda event=event: event.write({"rollout_review_id": False, "res_id": False}),
                lambda event=event: event.write({"active": False}),
                lambda event=event: event.action_join_meeting(self.outsider.id),
                lambda event=event: event.sudo().action_join_meeting(self.outsider.id),
                lambda event=event: event.attendee_ids.create({"event_id": event.id, "partner_id": self.outsider.id}),
                lambda event=event: event.sudo().attendee_ids.with_user(event.env.user).unlink(),
                lambda event=event: event.sudo().attendee_ids.with_user(event.env.user).write({"state": "declined"}),
                event.unlink,
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    change()
        self.assertEqual((self.event.partner_ids, self.event.start), (partners, start))
        self.assertEqual((self.review.attendee_ids, self.review.start), (partners, start))

    def test_no_meeting_is_made_the_launch_s_by_others(self):
        events = self.env["calendar.event"].with_user(self.staff)
        values = {"name": "Mine", "start": TUESDAY, "stop": TUESDAY + timedelta(hours=1)}
        own = events.create(values)
        for link in ({"rollout_review_id": self.review.id}, {"rollout_phase_id": self.accounting.id}):
            with self.assertRaises(AccessError):
                events.create({**values, **link})
            with self.assertRaises(AccessError):
                own.write(link)
        own.unlink()

    def test_who_is_invited_answers(self):
        self.event.partner_ids += self.sponsor.partner_id
        for status in ("accepted", "declined", "tentative"):
            self.event.with_user(self.sponsor).change_attendee_status(status, "self_only")
            attendee = self.event.attendee_ids.filtered(lambda one: one.partner_id == self.sponsor.partner_id)
            self.assertEqual(attendee.state, status)
        with self.assertRaises(AccessError):
            attendee.with_user(self.sponsor).write({"state": "accepted", "email": "x@example.com"})

    def test_a_lead_who_does_not_attend_changes_it(self):
        second = self._new_user("second_lead", "rollout_phase.group_rollout_lead")
        with self._at(MONDAY):
            self.event.with_user(second).write(
                {"start": TUESDAY + timedelta(hours=2), "partner_ids": [Command.link(self.staff.partner_id.id)]}
            )
        self.assertEqual(self.review.start, TUESDAY + timedelta(hours=2))
        self.assertIn(self.staff.partner_id, self.review.attendee_ids)

    def test_no_review_is_moved_to_where_it_can_not_be(self):
        event = self.event.with_user(self.lead)
        for start, words in (
            (MONDAY - timedelta(days=1), "into the past"),
            (TUESDAY.replace(year=9999), "can't be meant"),
            (TUESDAY.replace(year=2569), "can't be meant"),
        ):
            with self._at(MONDAY), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                event.write({"start": start})
        self.assertEqual((self.event.start, self.review.start), (TUESDAY, TUESDAY))

    def test_stand_ups_are_their_department_s(self):
        standups = self._go_live()
        outsider = Command.link(self.outsider.id)
        for user in (self.staff, self.sponsor, self.foreigner, self.stranger):
            for change in (
                lambda user=user: standups[1].with_user(user).write({"partner_ids": [outsider]}),
                lambda user=user: standups.recurrence_id.with_user(user).write({"count": 1}),
                lambda user=user: standups.recurrence_id.with_user(user).unlink(),
                lambda user=user: standups[1].with_user(user).action_mass_deletion("future_events"),
                lambda user=user: standups[1].with_user(user).unlink(),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    change()
        later = standups[1].start + timedelta(minutes=30)
        standups[1].with_user(self.champion).write({"start": later})
        self.assertEqual(standups[1].start, later)
        standups[2].with_user(self.champion).unlink()

    def test_another_company_sees_none(self):
        standup = self._go_live()[1]
        for user in (self.foreigner, self.stranger):
            for event in (self.event, standup):
                found = self.env["calendar.event"].with_user(user).search([("id", "=", event.id)])
                self.assertFalse(found, user.login)
                with self.assertRaises(AccessError):
                    event.with_user(user).read(["name", "partner_ids"])
                attendees = self.env["calendar.attendee"].with_user(user)
                self.assertFalse(attendees.search([("event_id", "=", event.id)]))
            series = self.env["calendar.recurrence"].with_user(user)
            self.assertFalse(series.search([("id", "=", standup.recurrence_id.id)]))
        own = self.env["calendar.event"].with_user(self.foreigner).create({"name": "Own", "start": TUESDAY})
        self.assertEqual(own.read(["name"])[0]["name"], "Own")
        self.assertEqual(len(own.attendee_ids), 1)
        standup.partner_ids += self.foreigner.partner_id
        self.assertTrue(standup.with_user(self.foreigner).read(["name"]), "who is invited sees it")
        standup.with_user(self.foreigner).change_attendee_status("accepted", "self_only")
        self.assertTrue(self.event.with_user(self.staff).read(["name"]), "as does the company")

    def test_other_meetings_cost_no_more_queries(self):
        events = self.env["calendar.event"].with_user(self.staff)
        costs = []
        for count in (2, 20):
            made = events.create([{"name": f"{count}-{n}", "start": TUESDAY} for n in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made._ensure_may_change()
            made._tell_reviews(made._note_meetings())
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[0], 2)


@tagged("post_install", "-at_install")
class TestMinutesRecipients(MeetingCase):
    """Who gets agenda and minutes is decided by those who run the review, not found in the calendar."""

    def test_who_stands_in_the_calendar_alone_gets_nothing(self):
        # As the page for joining a meeting, or the synchronization of an attendee's calendar, would do it.
        self.event.with_user(self.staff).sudo().write(
            {"partner_ids": [Command.link(partner.id) for partner in self.staff.partner_id | self.outsider]}
        )
        self.event.with_user(self.staff).sudo().write({"start": TUESDAY - timedelta(days=1)})
        self.assertEqual(self.review.start, TUESDAY)
        # What the lead changes afterwards makes nobody else an attendee.
        self.event.with_user(self.lead).write({"partner_ids": [Command.link(self.sponsor.partner_id.id)]})
        minutes = self._close()
        people = self.lead | self.sponsor | self.consultant
        self.assertEqual(minutes.keys(), set(people.mapped("email")))

    def test_the_team_s_edition_is_for_readers_of_the_review(self):
        employee = self._new_employee("Nameless", self.accounting.department_id)
        self.env["rollout.champion"].create({"phase_id": self.accounting.id, "employee_id": employee.id})
        guests = (self.staff | self.champion | self.sponsor).partner_id | self.outsider | employee.work_contact_id
        self.event.with_user(self.lead).write({"partner_ids": [Command.link(guest.id) for guest in guests]})
        # Invited while they could enter the company.
        self.review.sudo().attendee_ids += self.foreigner.partner_id
        minutes = self._close()
        team = {address for address, body in minutes.items() if "Among ourselves" in body}
        self.assertEqual(
            team, {*(self.lead | self.champion | self.sponsor).mapped("email"), employee.work_contact_id.email}
        )
        theirs = {*(self.staff | self.consultant).mapped("email"), self.outsider.email}
        self.assertEqual(minutes.keys() - team, theirs, "whom the lead named reads what the partner reads")

    def test_a_reader_s_other_company_does_not_matter(self):
        self.sponsor.write({"company_ids": [Command.link(self.other_company.id)], "company_id": self.other_company.id})
        self.event.with_user(self.lead).write({"partner_ids": [Command.link(self.sponsor.partner_id.id)]})
        self.assertIn("Among ourselves", self._close()[self.sponsor.email])


@tagged("post_install", "-at_install")
class TestJoiningOverHttp(ClockCase, MeetingCase):
    def test_the_page_for_joining_invites_nobody(self):
        self.event._set_discuss_videocall_location()
        new_test_user(self.env, login="joiner", groups="base.group_user", company_id=self.company.id)
        self.authenticate("joiner", "joiner")
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.url_open(f"/calendar/meeting/join?token={self.event.access_token}", allow_redirects=False)
        self.assertIn("a meeting of the launch", str(logs.output))
        self.assertEqual(self.event.partner_ids, self.lead.partner_id | self.contact)
