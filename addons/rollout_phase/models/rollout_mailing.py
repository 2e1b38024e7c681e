import logging
import re
from collections.abc import Callable
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id

from odoo.addons.rollout_base.tools.reader_dates import format_week
from odoo.addons.rollout_base.tools.week import iso_week

from ..tools.bounce import Bounce
from ..tools.delivery import find_address, next_try
from ..tools.smtp_answer import Answer, read_answer

_logger = logging.getLogger(__name__)
# Where not one mail of so many can be made, the fault is not the recipients'.
_MANY = 10
# Whoever has a row in one of these states has not got the mail.
UNREACHED = ("set_aside", "failed", "bounced")
# What all mails share that nobody writes by hand.
AUTOMATIC_HEADERS = {"X-Auto-Response-Suppress": "All", "Auto-Submitted": "auto-generated"}
# A mail of last week is of no use any more.
_KEEP_TRYING = timedelta(days=7)
# A weekly mail is only ever queued for the current week: older rows keep nobody from getting one twice.
KEEP = timedelta(weeks=5)
_GC_BATCH = 5000
_WEEK = re.compile(r"\d{4}-W\d\d")


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
    # Their period is always the current ISO week. Each addon declares its own; they add up, as what the guard is told.
    _weekly_purposes = frozenset()

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    purpose = fields.Selection([], required=True, help="Which mail.")
    period = fields.Char("Period Code", required=True, help="The week, day or milestone that the mail is about.")
    res_model = fields.Char("Recipient Model", required=True)
    res_id = fields.Many2oneReference("Recipient", model_field="res_model", required=True)
    state = fields.Selection(
        [("queued", "Queued"), ("set_aside", "Not Sent"), ("failed", "Refused"), ("bounced", "Bounced")],
        required=True,
        default="queued",
        help="Not sent: no mail could be made. Refused: the mail server didn't take it. Bounced: it came back later.",
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
    reason = fields.Char("Mail Server's Answer", readonly=True)
    message_id = fields.Char(
        "Message-Id",
        index="btree_not_null",
        readonly=True,
        groups="base.group_system",
        help="By this a mail that comes back is known.",
    )
    can_retry = fields.Boolean(compute="_compute_can_retry")
    period_name = fields.Char(
        "Period",
        compute="_compute_period_name",
        search="_search_period_name",
        help="The week, day or milestone that the mail is about.",
    )
    reason_text = fields.Char("Reason", compute="_compute_reason_text", help="Why this recipient could not be mailed.")

    _once = models.UniqueIndex(
        "(program_id, purpose, period, res_model, res_id)",
        "This person already has the mail of this period.",
    )

    @api.depends("purpose", "period_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{labels.get(row.purpose, row.purpose)}: {row.period_name}"

    @api.depends("cause", "reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        labels = dict(self._fields["cause"]._description_selection(self.env))
        for row in self:
            # Rows without a cause have the whole sentence, from a time before there were causes.
            row.reason_text = ": ".join(filter(None, [labels.get(row.cause), row.reason])) or False

    @api.depends("purpose", "period")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for purpose, rows in self.grouped("purpose").items():
            names = self._name_periods(purpose, list({row.period for row in rows}))
            for row in rows:
                row.period_name = names[row.period]

    def _search_period_name(self, operator, value):
        if operator == "in":
            matches = set(value).__contains__
        elif operator == "ilike":

            def matches(name):
                return value.casefold() in name.casefold()

        else:
            return NotImplemented
        periods_by_purpose = {
            purpose: [period for period, name in self._name_periods(purpose, periods).items() if name and matches(name)]
            for purpose, periods in self._read_group([], ["purpose"], ["period:array_agg_distinct"])
        }
        return Domain.OR(
            Domain("purpose", "=", purpose) & Domain("period", "in", periods)
            for purpose, periods in periods_by_purpose.items()
        )

    def _compute_can_retry(self):
        # What would be queued anew is the system's to find out.
        for row_sudo, row in zip(self.sudo(), self, strict=True):
            row.can_retry = row_sudo.state in UNREACHED and bool(row_sudo._get_maker())

    @api.ondelete(at_uninstall=True)
    def _unlink_waiting_mails(self):
        """What waits to be sent leaves with its row: the links in it may open nothing any more."""
        # The queue of mails is the system's; whether the rows may go is judged by their own rights.
        mails_sudo = self.env["mail.mail"].sudo()
        mails_sudo.search([("rollout_mailing_id", "in", self.ids), ("state", "=", "outgoing")]).unlink()

    def action_retry(self):
        """Queue the mails of these rows anew, to the addresses that people have now, and say what came of it.

        :raise UserError: there is nothing to try again, or somebody else is just queueing
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("rollout_phase.group_rollout_lead")):
            raise AccessError(self.env._("Only a rollout lead sends mails again."))
        # The system alone writes the ledger; the lead who asks has been checked.
        self_sudo = self.sudo()
        self_sudo.exists().program_id._wait_turn()
        rows_sudo = self_sudo.exists()
        rows_sudo.invalidate_recordset(["state"])
        rows_sudo = rows_sudo.filtered("can_retry")
        if not rows_sudo:
            raise UserError(self.env._("There is nothing to try again: these mails are on their way, or out of date."))
        new_sudo = kept_sudo = rows_sudo.browse()
        for rows in rows_sudo.grouped(lambda row: (row.program_id, row.purpose, row.period, row.res_model)).values():
            new, kept = rows._make_anew()
            new_sudo |= new
            kept_sudo |= kept
        unmade_sudo = new_sudo.filtered(lambda row: row.state != "queued")
        message = self.env._("Tried again: %s", len(new_sudo - unmade_sudo))
        without = len(unmade_sudo | kept_sudo)
        if without:
            reasons = sorted(set(unmade_sudo.mapped("reason_text")))
            if kept_sudo:
                reasons.append(self.env._("They don't get this mail any more, or there is nothing left to tell."))
            message += " · " + self.env._(
                "Without a new mail: %(count)s (%(reasons)s)", count=without, reasons=" · ".join(reasons)
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if without else "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_recipient(self):
        """Open who could not be reached, to correct the address."""
        self.ensure_one()
        model = "hr.employee.public" if self.res_model == "hr.employee" else self.res_model
        if self.res_model == "hr.employee" and self.env["hr.employee"].has_access("read"):
            model = "hr.employee"
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

    # Queueing: each person's mail once, whatever dies or runs twice.

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
                raise  # this transaction can't go on; the savepoint around the batch takes it back
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

    # Delivery: what becomes of the ledger's mails in Odoo's mail queue, and of those that come back later.

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

    @api.model
    def _note_bounce(self, bounce: Bounce):
        """Mark whose mail has come back.

        Message-Ids can't be guessed: what names none of the ledger's changes nothing, whoever wrote it.
        """
        rows = self.search([("message_id", "in", bounce.message_ids), ("state", "=", "queued")])
        rows._mark_unreached("bounced", "returned", bounce.reason)

    # Trying again by hand, once an address is corrected or the mail server mended.

    def _get_maker(self) -> Callable | None:
        """Hook: return what makes the mail of this row anew, or None if its time is over.

        Called with elevated rights, for an addon's own purposes; the row is out of the way when the answer is
        called, with the ids of the recipients who wait. Who no longer takes part gets nothing.

        :return: ``set of ids of res_model -> None``
        """
        self.ensure_one()
        return None

    def _exhaust(self, queue_batch: Callable[[], int]) -> None:
        """Queue batch after batch: more people may wait than one holds."""
        while queue_batch():
            pass

    def _make_anew(self):
        """Make the mails of these rows, all of one program, purpose, period and model, anew.

        :return: the new rows, also those of who stands in for somebody, and those of ``self`` that stay, since no
            mail is made for these people any more
        """
        first = self[:1]
        make = first._get_maker()
        model, recipient_ids = first.res_model, set(self.mapped("res_id"))
        same = [
            ("program_id", "=", first.program_id.id),
            ("purpose", "=", first.purpose),
            ("period", "=", first.period),
            ("res_model", "=", model),
        ]
        others = self.search(same) - self
        # Nobody's for the moment, so that the new rows have room.
        self.res_model = f"retry:{model}"
        self.flush_recordset()
        make(recipient_ids)
        new = self.search(same) - others
        made_ids = set(new.mapped("res_id"))
        kept = self.filtered(lambda row: row.res_id not in made_ids)
        kept.res_model = model
        replaced = self - kept
        mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", replaced.ids)])
        replaced.unlink()
        # Mails that still waited have left with their rows.
        mails.exists().unlink()
        return new, kept

    # Periods: how they read, and how long rows are kept.

    @api.model
    def _name_periods(self, purpose: str, periods: list[str]) -> dict[str, str]:
        """Hook: return how the periods of a mail read, in the context's language.

        An addon whose periods are neither weeks nor words extends this for its own purposes.

        :return: ``{period: name}`` with an entry for each of ``periods``
        """
        return {
            period: format_week(self.env, period) if _WEEK.fullmatch(period or "") else period for period in periods
        }

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        if groupby_spec != "period":
            return super()._web_read_group_groupby_formatter(groupby_spec, values)
        found = {}
        for purpose, periods in self._read_group(
            [("period", "in", list(values))], ["purpose"], ["period:array_agg_distinct"]
        ):
            for period, name in self._name_periods(purpose, periods).items():
                found.setdefault(period, set()).add(name)
        names = {period: " · ".join(sorted(found.get(period, {period}))) for period in values}
        several = {name for name in names.values() if list(names.values()).count(name) > 1}

        def format_group(period):
            # Two groups of one name would be one to the web client.
            name = f"{names[period]} ({period})" if names[period] in several else names[period]
            return name, [("period", "=", period)]

        return format_group

    @api.autovacuum
    def _gc_weekly_mails(self):
        """Forget who got a weekly mail more than a month ago.

        :return: how many rows went, and how many are left to go
        """
        last = iso_week((fields.Datetime.now() - KEEP).date())
        domain = [("purpose", "in", list(self._get_declared("_weekly_purposes"))), ("period", "<", last)]
        rows = self.search(domain, limit=_GC_BATCH)
        rows._forget()
        return len(rows), self.search_count(domain)

    def _forget(self):
        """Delete rows that are out of their time, once whatever is to stay of them is kept."""
        self.unlink()
