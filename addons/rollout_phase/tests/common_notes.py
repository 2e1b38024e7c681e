from odoo import Command
from odoo.exceptions import AccessError, UserError


class NotesCase:
    """Reads what the launch has written down by itself, and tries to forge it; for test classes next to RolloutCase."""

    def _read_notes(self, record):
        """Return the texts on a record and the names of the fields whose changes are noted, changes of now included."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        return "\n".join(
            f"{message.body} {message.tracking_value_ids.field_id.mapped('name')}" for message in record.message_ids
        )

    def _assert_kept(self, record, part):
        """Make sure that nobody changes or deletes the note on ``record`` in which ``part`` stands."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        note = record.message_ids.filtered(
            lambda message: (
                message.message_type == "notification" and message.create_uid.id == 1 and part in str(message.body)
            )
        )[:1].ensure_one()
        for user in (self.lead, self.sponsor, self.env.ref("base.user_admin")):
            for act in (
                lambda user=user: note.with_user(user).unlink(),
                lambda user=user: note.with_user(user).write({"body": "Never said"}),
                lambda user=user: note.with_user(user).write({"email_from": "x@example.com"}),
                lambda user=user: self.phase.with_user(user).write({"message_ids": [Command.delete(note.id)]}),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    act()
        return note

    def _assert_nobody_speaks_for(self, boss, user, record):
        """Make sure that ``user``, who may write on ``record``, doesn't write there in the name of another partner."""
        forged = {"body": "Gate overridden: fine with me", "message_type": "notification"}
        record = record.with_user(user)
        messages = self.env["mail.message"].with_user(user)
        target = {"model": record._name, "res_id": record.id}
        own = record.message_post(body="Hello")
        elsewhere = user.partner_id.with_user(user).sudo().message_post(body="x", author_id=boss.id).with_user(user)
        for number, act in enumerate(
            (
                lambda: record.message_post(author_id=boss.id, **forged),
                lambda: record.message_post(author_id=False, email_from=boss.email, **forged),
                lambda: messages.create({**forged, **target, "author_id": boss.id}),
                lambda: record.write({"message_ids": [Command.create({**forged, **target, "author_id": boss.id})]}),
                lambda: own.write({"author_id": boss.id}),
                lambda: own.write({"author_id": False, "email_from": boss.email}),
                lambda: elsewhere.write(target),
            )
        ):
            with self.subTest(user=user.login, number=number), self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def _assert_no_mailing_in_another_name(self, boss, user, record):
        for author in ({"author_id": boss.id}, {"email_from": boss.email}):
            composer = self.env["mail.compose.message"].with_user(user)
            composer = composer.create(
                {
                    "model": record._name,
                    "res_ids": str(record.ids),
                    "composition_mode": "mass_mail",
                    "body": "Fine with me",
                    "subject": "Hi",
                    "auto_delete": False,
                    **author,
                }
            )
            with self.subTest(user=user.login, author=author), self.assertRaises(AccessError):
                composer.action_send_mail()
