from datetime import timedelta

from odoo import api, fields, models

from ..tools.delivery import find_refusal, next_try

# A mail of last week is of no use any more.
_KEEP_TRYING = timedelta(days=7)


class RolloutMailing(models.Model):
    """Delivery: what becomes of the ledger's mails in Odoo's mail queue."""

    _inherit = "rollout.mailing"

    @api.model
    def _cron_deliver(self):
        """Put back into the queue what failed for a passing reason, and wake the queue for what waits.

        Odoo tries a mail once: with the mail server away it counts as failed, and stays so.
        """
        mails = self.env["mail.mail"]
        now = fields.Datetime.now()
        failed = mails.search_fetch(
            [
                ("rollout_mailing_id.state", "=", "queued"),
                ("state", "=", "exception"),
                ("create_date", ">", now - _KEEP_TRYING),
            ],
            ["create_date", "write_date"],
        )
        due = failed.filtered(lambda mail: next_try(mail.create_date, mail.write_date) <= now)
        self.env["ir.cron"]._run_isolated(
            [due] if due else [],
            lambda mails: mails.filtered(lambda mail: mail.state == "exception").mark_outgoing(),
            lambda mails: f"{len(mails)} mails could not be put back into the queue",
            allow_referencing=True,
        )
        mails._wake_for_rollout()

    def _note_failure(self, failure_type: str | None, failure_reason: str | None):
        """Note on the rows of one mail that it is refused for good; a passing failure is tried again."""
        code = find_refusal(failure_reason)
        if failure_type in ("mail_email_invalid", "mail_email_missing"):
            self.write({"state": "failed", "reason": self.env._("No valid e-mail address")})
        elif code:
            self.write(
                {"state": "failed", "reason": self.env._("The mail server refused this mail with code %s.", code)}
            )
        elif "SMTPNotSupportedError" in (failure_reason or ""):
            self.write(
                {"state": "failed", "reason": self.env._("The mail server doesn't take addresses with such letters.")}
            )
