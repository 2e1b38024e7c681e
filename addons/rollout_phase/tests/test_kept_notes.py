import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RolloutCase, migrate
from .common_notes import NotesCase


@tagged("post_install", "-at_install")
class TestKeptNotes(NotesCase, RolloutCase):
    """What the launch writes down by itself stays, and nobody can make a note of that kind, or in another's name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[0].id})

    def test_nobody_speaks_for_somebody_else(self):
        for user, record in ((self.champion, self.phase), (self.lead, self.program)):
            self._assert_nobody_speaks_for(self.sponsor.partner_id, user, record)

    def test_nobody_hands_in_mails_for_the_mail_server(self):
        mail = (
            f"From: {self.sponsor.email}\nTo: x@example.com\nSubject: Hi\nMessage-Id: <a@example.com>\n\nFine with me"
        )
        for user in (self.lead, self.champion, self.staff, self.stranger):
            for model, values in (
                ("rollout.program", {"company_id": self.company.id, "state": "done"}),
                ("res.partner", {}),
            ):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env["mail.thread"].with_user(user).message_process(model, mail, custom_values=values)
        admin = self.env.ref("base.user_admin")
        self.env["mail.thread"].with_user(admin).message_process("res.partner", mail, thread_id=self.lead.partner_id.id)
        self.assertIn("Fine with me", self.lead.partner_id.message_ids[:1].body)

    def test_no_mailing_is_sent_in_another_name(self):
        for user, record in ((self.champion, self.phase), (self.lead, self.program)):
            self._assert_no_mailing_in_another_name(self.sponsor.partner_id, user, record)

    def test_no_template_speaks_for_somebody_else(self):
        sender = self.sponsor.email_formatted
        for user, record in ((self.lead, self.program), (self.champion, self.phase)):
            template = self.env["mail.template"].create(
                {"model_id": self.env["ir.model"]._get_id(record._name), "subject": "Hi", "body_html": "Fine with me"}
            )
            own = template.with_user(user)
            with self.assertRaises(AccessError):
                own.send_mail(record.id, email_values={"email_from": sender, "email_to": "x@example.com"})
            own.send_mail(record.id, email_values={"email_from": user.email_formatted, "email_to": "x@example.com"})
            template.email_from = sender
            with self.assertRaises(AccessError):
                own.send_mail_batch(record.ids)

    def test_nobody_borrows_a_name_for_their_own_address(self):
        record = self.phase.with_user(self.champion)
        later = self.env["mail.scheduled.message"].with_user(self.champion)
        for sender in (f"{self.sponsor.name} <{self.champion.email}>", self.sponsor.name):
            with self.subTest(sender=sender):
                with self.assertRaises(AccessError):
                    record.message_post(body="Fine with me", email_from=sender)
                note = later.create(
                    {
                        "model": record._name,
                        "res_id": record.id,
                        "body": "Fine with me",
                        "author_id": self.champion.partner_id.id,
                        "scheduled_date": fields.Datetime.now() + timedelta(minutes=1),
                        "notification_parameters": json.dumps({"email_from": sender}),
                    }
                )
                with self.assertRaises(AccessError):
                    note.post_message()

    def test_what_is_said_bears_the_moment_at_which_it_is_said(self):
        phase = self.phase.with_user(self.champion)
        longer_ago = fields.Datetime.now() - timedelta(days=30)
        with self.assertRaises(AccessError):
            phase.message_post(body="I warned you", date=longer_ago)
        note = phase.message_post(body="I warned you")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            note.write({"date": longer_ago})
        note.sudo().date = longer_ago
        with self.assertRaises(AccessError):
            note.write({"date": fields.Datetime.now()})
        note.write({"body": "I told you"})

    def test_the_sponsor_needs_no_role_to_say_something(self):
        for record in (self.program, self.phase):
            record.with_user(self.sponsor).message_post(body="Well done")
            for other in (self.staff, self.stranger):
                with self.assertRaises(AccessError):
                    record.with_user(other).message_post(body="Well done")

    def test_nobody_from_outside_is_drawn_in(self):
        outsider = self.env["res.partner"].create({"name": "Nid", "email": "nid@partner.example.com"})
        for record in (self.program, self.phase):
            record = record.with_user(self.lead)
            for stranger in (outsider, self.stranger.partner_id):
                for draw_in in (
                    lambda record=record, them=stranger: record.message_subscribe(them.ids),
                    lambda record=record, them=stranger: record.message_post(body="Look", partner_ids=them.ids),
                ):
                    with self.assertRaises(ValidationError), self.env.cr.savepoint():
                        draw_in()
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                record.message_post(body="Look", outgoing_email_to="evil@example.org")
            record.message_subscribe(self.sponsor.partner_id.ids)
            self.assertIn(self.sponsor.partner_id, record.message_partner_ids)

    def test_a_notification_names_no_record_that_is_not_its_reader_s(self):
        note = self.phase.with_user(self.lead).message_post(body="Look", partner_ids=self.sponsor.partner_id.ids)
        for user, told in ((self.stranger, False), (self.sponsor, True)):
            [found] = (
                self.env["mail.notification"]
                .with_user(user)
                .search_read([("mail_message_id", "=", note.id)], ["mail_message_id"], limit=1)
            )
            self.assertEqual(self.phase.name in found["mail_message_id"][1], told, user.login)

    def test_nobody_takes_a_language_that_is_not_there(self):
        for user in (self.lead, self.champion, self.staff):
            with self.assertRaisesRegex(ValidationError, "isn't installed"), self.env.cr.savepoint():
                user.with_user(user).write({"lang": "xx_XX"})

    def test_nobody_writes_down_a_change_that_was_none(self):
        field = self.env["ir.model.fields"]._get("rollout.phase", "stage_id")
        change = [Command.create({"field_id": field.id, "old_value_char": "Live", "new_value_char": "Cancelled"})]
        phase = self.phase.with_user(self.champion)
        for act in (
            lambda: phase.message_post(body="", message_type="notification", tracking_value_ids=change),
            lambda: (
                self.env["mail.message"]
                .with_user(self.champion)
                .create({"model": phase._name, "res_id": phase.id, "tracking_value_ids": change})
            ),
            lambda: phase.message_post(body="x").write({"tracking_value_ids": change}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def test_what_people_write_is_theirs_to_delete(self):
        note = self.phase.with_user(self.champion).message_post(body="Hello", message_type="notification")
        note.with_user(self.champion).unlink()
        self.assertFalse(note.exists())

    def test_decisions_are_kept(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        check = self.phase.gate_check_ids.filtered(lambda check: check.key == "master_data")
        check.with_user(self.sponsor)._waive("It is loaded in May")
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        for record, part in (
            (self.program, "has signed"),
            (self.phase, "was waived by"),
            (self.phase, "Gone live"),
        ):
            with self.subTest(part=part):
                note = self._assert_kept(record, part)
                if part == "has signed":
                    self.assertEqual(note.author_id, self.sponsor.partner_id)

    def test_notes_from_before_are_kept_still(self):
        note = self.phase.with_user(self.lead).message_post(body="Gone live.")
        migrate(self.env.cr, "rollout_phase", "19.0.1.2.0/post-keep_notes.py")
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            note.with_user(self.lead).unlink()
