from ..tools.bounce import Bounce


class DeliveryCase:
    """What becomes of the mails of a program; for test classes next to RolloutCase."""

    def _get_rows(self, purpose, **values):
        domain = [("program_id", "=", self.program.id), ("purpose", "=", purpose)]
        return self.env["rollout.mailing"].search([*domain, *((name, "=", value) for name, value in values.items())])

    def _take(self):
        """Let the mail server take all that waits."""
        mails = self.env["mail.mail"].search([("rollout_mailing_id.program_id", "=", self.program.id)])
        mails.write({"state": "sent"})
        mails._postprocess_sent_message([], mails.mapped("email_to"))

    def _bounce(self, rows):
        for row in rows:
            self.env["rollout.mailing"]._note_bounce(Bounce((row.message_id,), "5.1.1 No such user"))
        self.env.invalidate_all()
