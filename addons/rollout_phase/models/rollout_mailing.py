import logging
from collections.abc import Callable

from odoo import api, fields, models
from odoo.tools import email_normalize

_logger = logging.getLogger(__name__)


class RolloutMailing(models.Model):
    """The ledger of scheduled mails: one row per person, purpose and period.

    A row is written in the same transaction as its mail, under a unique index: whatever dies or
    runs twice, a person gets each mail once. A recipient who can't be mailed is set aside with the
    reason, and holds up nobody else.
    """

    _name = "rollout.mailing"
    _description = "Rollout Mailing Ledger"
    _order = "id desc"
    _rec_name = "purpose"

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    purpose = fields.Char(required=True, help="Which mail, as a technical name.")
    period = fields.Char(required=True, help="Which one in the row of its kind, such as a week.")
    res_model = fields.Char("Recipient Model", required=True)
    res_id = fields.Many2oneReference("Recipient", model_field="res_model", required=True)
    state = fields.Selection([("queued", "Queued"), ("set_aside", "Set Aside")], required=True, default="queued")
    reason = fields.Char(help="Why this recipient could not be mailed.")

    _once = models.UniqueIndex(
        "(program_id, purpose, period, res_model, res_id)",
        "This person already has the mail of this period.",
    )

    @api.model
    def _get_pending(self, program, purpose: str, period: str, recipients):
        """Return those of ``recipients`` (one model) who have no row for this mail yet."""
        done_ids = {
            res_id
            for (res_id,) in self._read_group(
                [
                    ("program_id", "=", program.id),
                    ("purpose", "=", purpose),
                    ("period", "=", period),
                    ("res_model", "=", recipients._name),
                ],
                ["res_id"],
            )
        }
        return recipients.filtered(lambda recipient: recipient.id not in done_ids)

    @api.model
    def _queue_once(self, program, purpose: str, period: str, recipients, email_of: Callable, prepare: Callable) -> int:
        """Queue one mail to each of ``recipients`` who doesn't have it yet.

        The caller commits. Outgoing mails are deleted once they are sent.

        :param recipients: records of one model; a batch, since all is one transaction
        :param email_of: ``recipient -> str``, the address to write to
        :param prepare: ``recipient -> dict`` of values of ``mail.mail`` (subject, body_html,
            headers, …); an exception sets the recipient aside
        :return: the number of mails queued
        """
        rows, mails = [], []
        for recipient in self._get_pending(program, purpose, period, recipients):
            row = {
                "program_id": program.id,
                "purpose": purpose,
                "period": period,
                "res_model": recipient._name,
                "res_id": recipient.id,
            }
            rows.append(row)
            address = email_normalize(email_of(recipient) or "")
            if not address:
                row.update(state="set_aside", reason=self.env._("No valid e-mail address"))
                continue
            try:
                values = prepare(recipient)
            except Exception as error:  # one bad recipient must not hold up the others
                _logger.info("%s %s: recipient set aside: %s", purpose, period, error)
                row.update(state="set_aside", reason=str(error))
                continue
            mails.append({"email_to": address, "auto_delete": True, "state": "outgoing", **values})
        self.create(rows)
        self.env["mail.mail"].create(mails)
        if mails:
            # The queue would otherwise wait for its own hourly turn.
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return len(mails)
