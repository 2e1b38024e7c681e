from datetime import timedelta

from odoo import api, fields, models

from ..tools.delivery import next_try
from ..tools.smtp_answer import Answer, read_answer

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
            [("rollout_mailing_id.state", "=", "queued"), ("state", "=", "exception")],
            ["create_date", "write_date", "failure_reason"],
        )
        old = failed.filtered(lambda mail: mail.create_date <= now - _KEEP_TRYING)
        old._note_never_sent()
        due = (failed - old).filtered(lambda mail: next_try(mail.create_date, mail.write_date) <= now)
        self.env["ir.cron"]._run_isolated(
            [due] if due else [],
            lambda mails: mails.filtered(lambda mail: mail.state == "exception").mark_outgoing(),
            lambda mails: f"{len(mails)} mails could not be put back into the queue",
            allow_referencing=True,
        )
        mails._wake_for_rollout()

    def _note_failure(self, failure_type: str | None, failure_reason: str | None):
        """Note on the rows of one mail that it is refused for good; a passing failure is tried again."""
        answer = read_answer(failure_reason)
        if failure_type in ("mail_email_invalid", "mail_email_missing"):
            self._mark_unreached("failed", "address")
        elif answer and answer.is_final:
            self._note_refusals(dict.fromkeys(self.ids, answer))
        elif "SMTPNotSupportedError" in (failure_reason or ""):
            self._mark_unreached("failed", "letters")

    @api.model
    def _note_refusals(self, answers: dict[int, Answer]):
        """Note who has been refused for good.

        :param answers: by the id of the row, the mail server's answer
        """
        ids_by_text = {}
        for id_, answer in answers.items():
            ids_by_text.setdefault(str(answer), []).append(id_)
        for text, ids in ids_by_text.items():
            self.browse(ids)._mark_unreached("failed", "refused", text)

    def _give_up(self, answer: Answer | str):
        """Note on rows that are still queued that their mail has not left in time.

        :param answer: what the mail server has said the last time, or ""
        """
        self.filtered(lambda row: row.state == "queued")._mark_unreached("failed", "late", str(answer) or None)

    def _mark_unreached(self, state: str, cause: str, words: str | None = None):
        """Note that the people of these rows have not got their mail, for good or until somebody tries again.

        An addon that counts who was reached extends this.

        :param words: what the mail server said, as it said it
        """
        self.write({"state": state, "cause": cause, "reason": words})
