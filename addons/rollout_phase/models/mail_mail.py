from odoo import fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    rollout_mailing_id = fields.Many2one("rollout.mailing", index="btree_not_null", ondelete="set null")

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        result = super().send(auto_commit, raise_exception, post_send_callback)
        # Only the queue calls back, and it ends after a thousand mails: the next would wait an hour.
        # Not reached where sending broke off, so that a fault doesn't run in a circle.
        if post_send_callback:
            self._wake_for_rollout()
        return result

    def _wake_for_rollout(self):
        """Have the queue run at once if a mail of the ledger is waiting in it."""
        waiting = [
            ("rollout_mailing_id", "!=", False),
            ("state", "=", "outgoing"),
            "|",
            ("scheduled_date", "=", False),
            ("scheduled_date", "<=", fields.Datetime.now()),
        ]
        if self.search_count(waiting, limit=1):
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        if failure_type:
            # Before the mail is deleted. Nobody but the system writes the ledger.
            self.sudo().rollout_mailing_id._note_failure(failure_type, failure_reason)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
