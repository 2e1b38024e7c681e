import logging
from collections.abc import Callable

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id

from ..tools.delivery import find_address

_logger = logging.getLogger(__name__)

# Where not one mail of so many can be made, the fault is not the recipients'.
_MANY = 10
# Whoever has a row in one of these states has not got the mail.
UNREACHED = ("set_aside", "failed", "bounced")
# What all mails share that nobody writes by hand.
AUTOMATIC_HEADERS = {"X-Auto-Response-Suppress": "All", "Auto-Submitted": "auto-generated"}


class RolloutMailing(models.Model):
    """The ledger of scheduled mails: one row per person, purpose and period.

    A row is written in the same transaction as its mail, under a unique index: whatever dies or
    runs twice, a person gets each mail once. A recipient who can't be mailed is set aside with the
    reason, and holds up nobody else.
    """

    _name = "rollout.mailing"
    _description = "Rollout Mailing Ledger"
    _inherit = ["rollout.calendar.mixin"]
    _order = "id desc"
    _rec_name = "purpose"

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    purpose = fields.Selection([], required=True, help="Which mail.")
    period = fields.Char("Period Code", required=True, help="Which one in the row of its kind, such as a week.")
    res_model = fields.Char("Recipient Model", required=True)
    res_id = fields.Many2oneReference("Recipient", model_field="res_model", required=True)
    state = fields.Selection(
        [("queued", "Queued"), ("set_aside", "Set Aside"), ("failed", "Refused"), ("bounced", "Not Reached")],
        required=True,
        default="queued",
        help="Set aside: no mail could be made. Refused: the mail server didn't take it. Not reached: it came back "
        "later.",
    )
    cause = fields.Selection(
        [
            ("address", "No valid e-mail address"),
            ("unmade", "The mail could not be made"),
            ("refused", "The mail server refused this mail"),
            ("letters", "The mail server doesn't take addresses with such letters"),
            ("late", "It could not be sent in time"),
            ("returned", "The mail came back"),
        ],
        readonly=True,
    )
    # Noted by scheduled actions and the mail gateway: what they know, not a sentence in a language of theirs.
    reason = fields.Char("Words of the Server", readonly=True)
    message_id = fields.Char(
        "Message-Id",
        index="btree_not_null",
        readonly=True,
        groups="base.group_system",
        help="By this a mail that comes back is known.",
    )

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
                    ("res_id", "in", recipients.ids),
                ],
                ["res_id"],
            )
        }
        return recipients.browse(id_ for id_ in recipients.ids if id_ not in done_ids)

    @api.model
    def _queue_once(self, program, purpose: str, period: str, recipients, email_of: Callable, prepare: Callable) -> int:
        """Queue one mail to each of ``recipients`` who doesn't have it yet.

        The caller commits. Outgoing mails are deleted once they are sent.

        :param recipients: records of one model; a batch, since all is one transaction
        :param email_of: ``recipient -> str``, the address to write to
        :param prepare: ``recipient -> dict`` of values of ``mail.mail`` (subject, body_html,
            …; ``headers`` as a dict); an exception sets the recipient aside. The ledger adds what all such mails
            share: sender and Reply-To of the program, unless it gives its own ``reply_to``, and the headers by which
            a machine knows that no answer of a machine is wanted
        :return: the number of mails queued
        :raise Exception: what ``prepare`` or the database raised, if it did so for every single one
            of many recipients; nobody is set aside then
        :raise psycopg2.OperationalError: the database has a trouble of its own, or another worker is
            queueing the same mails
        """
        slot = (program, purpose, period, recipients._name)
        with self.env.cr.savepoint():
            queued, errors = self._queue_isolated(slot, recipients.ids, email_of, prepare)
            if errors and not queued and len(errors) >= _MANY:
                raise errors[0]
        if queued:
            # The queue would otherwise wait for its own hourly turn.
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return queued

    @api.model
    def _queue_to_staff(
        self, program, purpose: str, period: str, employees, render: Callable, personal: Callable | None = None, **base
    ) -> int:
        """Queue one mail to each of ``employees`` who doesn't have it yet, rendered once for each language.

        :param render: ``lang -> (subject, body)``
        :param personal: ``(employee, lang, body) -> body``, what differs from person to person
        :param base: further values of ``mail.mail``
        :return: the number of mails queued
        """
        mail_by_lang = {}

        def prepare(employee):
            # The language is on the employee's private page; only the mail's wording shows it.
            employee_sudo = employee.sudo()
            lang = self._choose_language(employee_sudo.lang, program.company_id.partner_id.lang)
            if lang not in mail_by_lang:
                mail_by_lang[lang] = render(lang)
            subject, body = mail_by_lang[lang]
            return {**base, "subject": subject, "body_html": personal(employee, lang, body) if personal else body}

        return self._queue_once(program, purpose, period, employees, lambda employee: employee.work_email, prepare)

    @api.model
    def _choose_language(self, *wanted: str) -> str:
        """Return the first of the languages that is installed, or else any that is."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return next((lang for lang in wanted if lang in installed), installed[0])

    def _queue_isolated(self, slot, ids, email_of, prepare) -> tuple[int, list[Exception]]:
        """Queue a batch, or else its halves, until only who is at fault is left and set aside."""
        try:
            with self.env.cr.savepoint():
                return self._queue_batch(slot, self.env[slot[-1]].browse(ids), email_of, prepare)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            raise  # not for anything in these mails
        except Exception as error:
            if len(ids) == 1:
                self._claim(slot, {ids[0]: self._describe_failure(slot, error)})
                return 0, [error]
        half = len(ids) // 2
        parts = [self._queue_isolated(slot, part, email_of, prepare) for part in (ids[:half], ids[half:])]
        return sum(queued for queued, _errors in parts), [error for _queued, errors in parts for error in errors]

    def _queue_batch(self, slot, recipients, email_of, prepare) -> tuple[int, list[Exception]]:
        program, purpose, period, _model = slot
        reasons, mails, errors = {}, {}, []
        # Everybody who gets a mail of the program sees its addresses.
        base = program.sudo()._prepare_mail_addresses()
        for recipient in self._get_pending(program, purpose, period, recipients):
            address = find_address(email_of(recipient))
            if not address:
                reasons[recipient.id] = ("address", None)
                continue
            try:
                values = prepare(recipient)
            except psycopg2.Error:
                raise  # this transaction can't go on; the savepoint above takes it back
            except Exception as error:
                reasons[recipient.id] = self._describe_failure(slot, error)
                errors.append(error)
                continue
            reasons[recipient.id] = None
            # A subject is one line, whatever names stand in it: no mail could leave with another.
            subject = " ".join((values.get("subject") or "").split())
            values = {**values, "subject": subject}
            mails[recipient.id] = {
                **base,
                "email_to": address,
                "auto_delete": True,
                "state": "outgoing",
                "message_id": generate_tracking_message_id("private"),
                **values,
                "headers": repr({**AUTOMATIC_HEADERS, **values.get("headers", {})}),
                "reply_to": values.get("reply_to") or base["reply_to"],
            }
        row_ids = self._claim(slot, reasons, {id_: mail["message_id"] for id_, mail in mails.items()})
        self.env["mail.mail"].create(
            [
                {**values, "rollout_mailing_id": row_ids[recipient_id]}
                for recipient_id, values in mails.items()
                if recipient_id in row_ids
            ]
        )
        return len(mails.keys() & row_ids.keys()), errors

    def _describe_failure(self, slot, error) -> tuple[str, str]:
        """Log why a mail could not be made, without naming the recipient, and return cause and words."""
        _program, purpose, period, _model = slot
        _logger.info("%s %s: a recipient is set aside: %s", purpose, period, type(error).__name__)
        return "unmade", " ".join(str(error).split())

    def _claim(
        self,
        slot,
        reasons: dict[int, tuple[str, str | None] | None],
        message_ids: dict[int, str] | None = None,
    ) -> dict[int, int]:
        """Write the rows of some recipients, unless they exist.

        A conflict with a row that this transaction can't see yet is no error of the batch but a
        failure to serialize, so that the whole batch is taken back and the other worker's stands.

        :param reasons: cause and words why nothing was queued, by recipient; None for those who get a mail
        :param message_ids: those of the mails, by recipient
        :return: the id of the new row, by recipient
        """
        if not reasons:
            return {}
        program, purpose, period, model = slot
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_mailing (program_id, company_id, purpose, period, res_model, res_id,
                                                state, cause, reason, message_id,
                                                create_uid, write_uid, create_date, write_date)
                   SELECT %(program)s, %(company)s, %(purpose)s, %(period)s, %(model)s, new.res_id,
                          CASE WHEN new.cause IS NULL THEN 'queued' ELSE 'set_aside' END, new.cause, new.reason,
                          new.message_id,
                          %(user)s, %(user)s, %(now)s, %(now)s
                     FROM unnest(%(ids)s::integer[], %(causes)s::text[], %(words)s::text[], %(message_ids)s::text[])
                       AS new (res_id, cause, reason, message_id)
                       ON CONFLICT (program_id, purpose, period, res_model, res_id) DO NOTHING
                RETURNING res_id, id""",
                program=program.id,
                company=program.company_id.id,
                purpose=purpose,
                period=period,
                model=model,
                user=self.env.uid,
                now=self.env.cr.now(),
                ids=list(reasons),
                causes=[reason and reason[0] for reason in reasons.values()],
                words=[reason and reason[1] for reason in reasons.values()],
                message_ids=[(message_ids or {}).get(id_) for id_ in reasons],
            ),
            log_exceptions=False,
        )
        return dict(self.env.cr.fetchall())
