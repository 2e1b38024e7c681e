import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from ..tools.bounce import ID_HEADER
from ..tools.delivery_run import DeliveryRun
from ..tools.smtp_answer import read_answer

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    _inherit = "mail.mail"

    rollout_mailing_id = fields.Many2one("rollout.mailing", index="btree_not_null", ondelete="set null")

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        # A template sends with elevated rights, and says from whom it likes.
        if self.env.uid != SUPERUSER_ID:
            made = [mail for mail, vals in zip(mails, vals_list, strict=True) if not vals.get("mail_message_id")]
            mails.browse(mail.id for mail in made)._refuse_other_sender()
        return mails

    def _refuse_other_sender(self):
        """
        :raise AccessError: a mail about a record of the suite isn't from whoever makes it
        """
        own = self.env.user.partner_id
        for mail in self:
            message = mail.mail_message_id
            if not mail.rollout_mailing_id and message._is_about_suite() and not own._is_sender(mail.email_from):
                raise AccessError(self.env._("Nobody writes here in the name of somebody else."))

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

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        run = DeliveryRun(self.ids)
        # Who was refused before comes last: a few wrong addresses must not look like a server that refuses all.
        refused = self.with_context(prefetch_fields=False).filtered("failure_type").with_env(self.env)
        ordered = (self - refused + refused).with_context(rollout_run=run)
        result = super(MailMail, ordered)._send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            smtp_session=smtp_session,
            alias_domain_id=alias_domain_id,
            mail_server=mail_server,
            post_send_callback=post_send_callback,
        )
        if run.refused and not run.is_servers_fault:
            # Nobody but the system writes the ledger.
            self.env["rollout.mailing"].sudo()._note_refusals(run.refused)
            if auto_commit:
                # As core does after each mail.
                self.env.cr.commit()  # pylint: disable=invalid-commit
        return result

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        # Before the mail is deleted. Nobody but the system writes the ledger.
        rows_sudo = self.sudo().rollout_mailing_id
        run = self.env.context.get("rollout_run")
        answer = read_answer(failure_reason) if failure_type else None
        if failure_type and rows_sudo:
            if answer and answer.is_final and run:
                run.refused.update(dict.fromkeys(rows_sudo.ids, answer))  # told at the end of the run
            else:
                rows_sudo._note_failure(failure_type, failure_reason)
        if rows_sudo and run and (answer or not failure_type):
            was_fault = run.is_servers_fault
            run.note(answer)
            if run.is_servers_fault and not was_fault:
                self._stop_run(run)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _stop_run(self, run):
        """Leave the rest of the ledger's mails for later: the mail server refuses one like the other.

        Core sends only what is still outgoing when its turn comes.
        """
        # Whoever may send mails needn't be able to read the ledger.
        waiting_sudo = self.sudo().search(
            [("id", "in", run.mail_ids), ("rollout_mailing_id", "!=", False), ("state", "=", "outgoing")]
        )
        waiting_sudo.write({"state": "exception", "failure_type": False, "failure_reason": str(run.answer)})
        _logger.warning(
            "The mail server refuses mail after mail, and not for their recipients (%s). %s more mails wait with "
            "them and are tried again.",
            run.answer,
            len(waiting_sudo),
        )

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        results = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        if self.rollout_mailing_id:
            for values in results:
                values["headers"][ID_HEADER] = self.message_id
        return results

    def unlink(self):
        # Nobody but the system writes the ledger. What no server has refused yet may have left in another way.
        self.sudo().filtered("failure_reason")._note_never_sent()
        return super().unlink()

    def cancel(self):
        # Nobody but the system writes the ledger.
        self.sudo()._note_never_sent()
        return super().cancel()

    def _note_never_sent(self):
        """Note in the ledger that these mails are given up, unless they have been sent."""
        unsent = self.filtered(lambda mail: mail.rollout_mailing_id and mail.state in ("outgoing", "exception"))
        for reason, mails in unsent.grouped("failure_reason").items():
            mails.rollout_mailing_id._give_up(read_answer(reason) or "")
